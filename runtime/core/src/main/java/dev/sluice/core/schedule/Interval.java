package dev.sluice.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Ticks at each whole multiple of a length of time since 1970-01-01T00:00Z. No clock is ever set back for it, so it knows neither time
 * zones nor changes of the clocks.
 *
 * @param length whole seconds
 */
record Interval(Duration length) implements Recurrence {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  Interval {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0 || length.getNano() != 0) {
      throw new IllegalArgumentException("an interval is whole seconds, from PT1S to 366 days, got " + length);
    }
  }

  static Interval parse(String text) {
    try {
      return new Interval(Duration.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("expected a duration such as PT10M, got \"" + text + "\"", e);
    }
  }

  @Override
  public Instant after(Instant instant) {
    long seconds = length.toSeconds();
    return Instant.ofEpochSecond(Math.multiplyExact(Math.floorDiv(instant.getEpochSecond(), seconds) + 1, seconds));
  }
}
