package dev.sluice.core.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** When a schedule ticks: a pure function of its text, the same in every process. Immutable and safe for any thread. */
public sealed interface Recurrence permits CronTimes, Interval {
  /** What the text of an interval begins with. */
  String EVERY = "every ";

  /**
   * Reads the text of a schedule.
   *
   * @param when a cron expression of five fields, or {@value #EVERY} and an ISO-8601 duration
   * @param zone name of a time zone
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Recurrence parse(String when, String zone) {
    ZoneId known = zone(zone);
    return when.startsWith(EVERY) ? Interval.parse(when.substring(EVERY.length())) : CronTimes.parse(when, known);
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("unknown time zone \"" + zone + "\": expected a name such as Europe/Berlin or UTC", e);
    }
  }

  /** Returns the first tick after an instant. */
  Instant after(Instant instant);

  /** Returns the first tick at an instant or after it. */
  default Instant from(Instant instant) {
    return after(instant.minusNanos(1));
  }

  /** Returns the last tick at an instant or before it, given that there was one since {@code known}, which is a tick. */
  default Instant lastUpTo(Instant instant, Instant known) {
    Duration back = Duration.ofMinutes(1);
    Instant tick = from(instant.minus(back));
    while (tick.isAfter(instant) && instant.minus(back).isAfter(known)) {
      back = back.multipliedBy(2);
      tick = from(instant.minus(back));
    }
    Instant last = known;
    while (!tick.isAfter(instant)) {
      last = tick;
      tick = after(tick);
    }
    return last;
  }
}
