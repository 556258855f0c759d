package dev.sluice.core.run;

import dev.sluice.core.run.Limits.Share;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands beside others, as its submitter wants it.
 *
 * @param priority instead of that of the job and its ops; null to leave theirs
 * @param share whose run it is; null if it counts for no tenant
 */
public record RunTerms(@Nullable Integer priority, @Nullable Share share) {
  /** As the job says, and for no tenant. */
  public static final RunTerms OF_THE_JOB = new RunTerms(null, null);
}
