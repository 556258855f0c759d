package dev.sluice.core.schedule;

import java.time.Duration;

/**
 * What becomes of ticks that passed while nobody could start their runs, because no coordinator ran or the database was away. A tick is
 * missed once it is {@link #GRACE} old; until then it is merely late, and always starts its run.
 */
public enum MissedTicks {
  /** Missed ticks start nothing. */
  SKIP,
  /** The newest missed tick starts its run, unless a later tick is on time; the others start nothing. */
  RUN_ONCE,
  /** Each missed tick starts its run, oldest first, up to {@link #MOST_AT_ONCE}; what was missed beyond these starts nothing. */
  RUN_ALL;

  /** How late a tick may be. */
  public static final Duration GRACE = Duration.ofMinutes(1);

  /** Most runs that one outage of one schedule leads to. */
  public static final int MOST_AT_ONCE = 1_000;
}
