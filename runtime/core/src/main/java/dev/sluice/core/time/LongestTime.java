package dev.sluice.core.time;

import java.time.Duration;

/** The longest time that a definition may name: what is counted in nanoseconds somewhere ends at 292 years. */
public final class LongestTime {
  /** A hundred years. */
  public static final Duration OF_ALL = Duration.ofDays(36_500);

  private LongestTime() {}

  /** Tells whether a time is longer than that. */
  public static boolean isPast(Duration time) {
    return time.compareTo(OF_ALL) > 0;
  }
}
