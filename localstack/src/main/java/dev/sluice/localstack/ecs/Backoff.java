package dev.sluice.localstack.ecs;

import java.time.Duration;

/**
 * The pause before a service replaces a task that never became healthy: doubled with each such failure in a row.
 *
 * @param first pause after the first failure
 * @param ceiling longest pause
 */
record Backoff(Duration first, Duration ceiling) {
  private static final int MAX_DOUBLINGS = 20;

  Backoff {
    if (first.isNegative() || ceiling.compareTo(first) < 0) {
      throw new IllegalArgumentException("backoff must rise from first to ceiling, got " + first + " to " + ceiling);
    }
  }

  Duration after(int failures) {
    if (failures == 0) {
      return Duration.ZERO;
    }
    Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return pause.compareTo(ceiling) > 0 ? ceiling : pause;
  }
}
