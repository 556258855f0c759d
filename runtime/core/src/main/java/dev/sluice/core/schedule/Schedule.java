package dev.sluice.core.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a job starts by itself: {@code job.schedule(Schedule.cron("30 2 * * *").in("Europe/Berlin"), new Input(...))}. Immutable. What is
 * wrong with it is told with everything else that is wrong with the job, when that is defined.
 *
 * @param suffix tells several schedules of a job apart; null for the one that has the job's own name
 * @param when a cron expression of five fields, or {@code every} and a duration
 * @param zone the time zone whose clocks the expression is about
 * @param missed what becomes of ticks that passed while nobody could start their runs
 */
public record Schedule(@Nullable String suffix, String when, String zone, MissedTicks missed) {
  static final String UTC = "UTC";

  /**
   * Ticks where the clocks show what the expression says: minute, hour, day of month, month and day of week, as in {@code crontab(5)}.
   * In UTC unless {@link #in} says otherwise; after an outage it runs once unless {@link #missed(MissedTicks)} says otherwise.
   */
  public static Schedule cron(String expression) {
    return new Schedule(null, expression, UTC, MissedTicks.RUN_ONCE);
  }

  /**
   * Ticks at each whole multiple of a duration since 1970-01-01T00:00Z, whenever the platform was started: {@code ofMinutes(10)} ticks at
   * 10:00, 10:10 and so on. Whole seconds, from one second to 366 days.
   */
  public static Schedule every(Duration interval) {
    return new Schedule(null, Recurrence.EVERY + interval, UTC, MissedTicks.RUN_ONCE);
  }

  /** Goes by the clocks of a zone such as {@code Europe/Berlin}. */
  public Schedule in(String timeZone) {
    return new Schedule(suffix, when, timeZone, missed);
  }

  /** Decides what becomes of ticks that passed while nobody could start their runs. */
  public Schedule missed(MissedTicks policy) {
    return new Schedule(suffix, when, zone, policy);
  }

  /** Names the schedule {@code JOB.SUFFIX} instead of {@code JOB}: each schedule of a job beyond the first wants a name of its own. */
  public Schedule named(String scheduleSuffix) {
    return new Schedule(scheduleSuffix, when, zone, missed);
  }
}
