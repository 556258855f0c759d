package dev.sluice.coordinator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Time between two looks of a dispatcher: the interval give or take a fifth, so that several coordinators do not look at the same
 * moment, doubled with each failure in a row, up to 10 s or the interval if that is longer.
 *
 * @param interval time between two looks while all is well
 * @param random chance; used by one thread
 */
record DispatchPace(Duration interval, RandomGenerator random) {
  private static final Duration LONGEST_IN_TROUBLE = Duration.ofSeconds(10);
  private static final double JITTER = 0.2;
  private static final int MOST_DOUBLINGS = 10;

  DispatchPace {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval must be positive, got " + interval);
    }
  }

  /** Returns the pause after so many failures in a row. */
  Duration pauseAfter(int failures) {
    Duration longest = interval.compareTo(LONGEST_IN_TROUBLE) > 0 ? interval : LONGEST_IN_TROUBLE;
    Duration doubled = interval.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    Duration pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofNanos((long) (pause.toNanos() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
  }
}
