package dev.sluice.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts the op executions that may still be taken. A claim takes slots first and gives back what it did not fill, so that the
 * worker never holds more than it can run. Safe for any thread.
 */
final class Slots {
  private final int total;
  private int free;
  private int claims;

  Slots(int total) {
    this.total = total;
    this.free = total;
  }

  /**
   * Takes all that are free for a claim, which ends with {@link #endClaim}. If none is free but another claim is under way, waits for
   * what that one leaves over: a message that found no slot would go back to the backlog, though there may be room in a moment.
   *
   * @param beforeWaiting run if it has to wait, which takes as long as the other claim does
   */
  synchronized int beginClaim(Runnable beforeWaiting) throws InterruptedException {
    if (free == 0 && claims > 0) {
      beforeWaiting.run();
    }
    while (free == 0 && claims > 0) {
      wait();
    }
    return beginClaimAtOnce();
  }

  /** Takes all that are free, perhaps none, for a claim that waits for nobody; it ends with {@link #endClaim} too. */
  synchronized int beginClaimAtOnce() {
    int taken = free;
    free = 0;
    claims++;
    return taken;
  }

  /** Ends a claim that left so many of its slots unfilled. */
  synchronized void endClaim(int unfilled) {
    claims--;
    giveBack(unfilled);
  }

  /** So many op executions have left their slots. */
  synchronized void giveBack(int count) {
    if (free + count > total) {
      throw new IllegalStateException(count + " slots given back to " + free + " free ones of " + total);
    }
    free += count;
    notifyAll();
  }

  /** Waits until at least one is free; takes none. */
  synchronized void awaitFree() throws InterruptedException {
    while (free == 0) {
      wait();
    }
  }

  /**
   * Waits a moment for more, as ops that began together often end together. Takes none.
   *
   * @param enough how many are not waited for any longer
   * @return how many are free then, perhaps none
   */
  synchronized int awaitMore(int enough, Duration moment) throws InterruptedException {
    long end = System.nanoTime() + moment.toNanos();
    long left = moment.toNanos();
    while (free < Math.min(enough, total) && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    return free;
  }

  synchronized int free() {
    return free;
  }
}
