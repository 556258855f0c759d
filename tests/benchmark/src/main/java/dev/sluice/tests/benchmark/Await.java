package dev.sluice.tests.benchmark;

import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a process of its own does. */
final class Await {
  private Await() {}

  /**
   * Looks again and again until it is so.
   *
   * @param look pause between two looks
   * @param problem what is wrong if the patience is at its end
   */
  static void until(BooleanSupplier condition, Duration look, Duration patience, Supplier<String> problem) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(problem.get());
      }
      Pause.REAL.pause(look);
    }
  }
}
