package dev.sluice.core.run;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Where an op execution stands. The picture in docs/state-machine.md and this table say the same; a test compares them.
 */
public enum OpState {
  /** Upstream ops are not done. */
  WAITING,
  /** Not leased; may be claimed from its not-before on, unless it waits for a signal, a sub-job or a slot. */
  PENDING,
  /** Leased to a worker. */
  RUNNING,
  /** Its one result is committed. */
  SUCCEEDED,
  /** Attempts used up, or a failure that must not be retried. */
  FAILED,
  /** Called off before it had a result. */
  CANCELED,
  /** Its upstream did not end as its trigger wants it, or a decision went another way: it never ran. */
  SKIPPED;

  private static final Map<OpState, Set<OpState>> NEXT = new EnumMap<>(OpState.class);

  static {
    NEXT.put(WAITING, EnumSet.of(PENDING, CANCELED, SKIPPED));
    NEXT.put(PENDING, EnumSet.of(RUNNING, CANCELED));
    NEXT.put(RUNNING, EnumSet.of(SUCCEEDED, FAILED, CANCELED, PENDING));
    NEXT.put(SUCCEEDED, EnumSet.noneOf(OpState.class));
    NEXT.put(FAILED, EnumSet.of(PENDING, WAITING));
    NEXT.put(CANCELED, EnumSet.noneOf(OpState.class));
    NEXT.put(SKIPPED, EnumSet.of(WAITING));
  }

  /**
   * Returns the states that may come next. A FAILED op goes back to PENDING, or to WAITING if it has to be admitted again, only by an
   * operator's redrive, and a SKIPPED one to WAITING only by the redrive of what it was skipped for.
   */
  public Set<OpState> next() {
    return Set.copyOf(NEXT.getOrDefault(this, Set.of()));
  }

  /** Tells whether nothing happens to it any more by itself. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELED || this == SKIPPED;
  }
}
