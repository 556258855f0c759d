package dev.sluice.core.run;

import org.jspecify.annotations.Nullable;

/**
 * Where a run comes from.
 *
 * @param parent the op execution that it is a sub-job of; null if it stands for itself
 * @param forkOf the run that it is a fork of; null if it is none
 */
public record Origin(@Nullable IdempotencyKey parent, @Nullable RunId forkOf) {
  /** Submitted by somebody, from scratch. */
  public static final Origin OF_ITS_OWN = new Origin(null, null);
}
