package dev.sluice.core.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting, as a parameter: production really waits, a test moves its clock. Safe for any thread. */
@FunctionalInterface
public interface Pause {
  /** Waits on the wall clock. */
  Pause REAL = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());

  /**
   * Waits for the duration.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  void pause(Duration duration) throws InterruptedException;
}
