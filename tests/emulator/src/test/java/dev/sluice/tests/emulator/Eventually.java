package dev.sluice.tests.emulator;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does: asks until the answer is yes or patience ends. */
final class Eventually {
  /** So long that only what never happens exceeds it, however busy the machine. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private Eventually() {}

  /** Asks until it holds. */
  static void holds(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
