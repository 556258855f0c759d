package dev.sluice.tests.endtoend;

import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorUnreachableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another process does: asks until the answer is yes or patience ends. */
public final class Eventually {
  private Eventually() {}

  /** Asks until it holds. */
  public static void holds(String what, Supplier<Boolean> condition) {
    if (!mayHold(Cloud.PATIENCE, condition)) {
      throw new AssertionError("not within " + Cloud.PATIENCE + ": " + what);
    }
  }

  /** Asks until it holds or that time is over, and tells whether it does. */
  public static boolean mayHold(Duration patience, Supplier<Boolean> condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!answer(condition)) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return true;
  }

  private static boolean answer(Supplier<Boolean> condition) {
    try {
      return condition.get();
    } catch (CoordinatorUnreachableException | ApiException e) {
      return false;
    }
  }

  /** Calls until a process that may have been killed in between, or cut off from its database, has answered. */
  public static <T> T answered(Supplier<T> call) {
    long end = System.nanoTime() + Cloud.PATIENCE.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (CoordinatorUnreachableException e) {
        giveUpAfter(end, e);
      } catch (ApiException e) {
        if (e.problem().status() < 500) {
          throw e;
        }
        giveUpAfter(end, e);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static void giveUpAfter(long end, RuntimeException reason) {
    if (System.nanoTime() > end) {
      throw reason;
    }
  }
}
