package dev.sluice.worker;

/**
 * Counts the op executions that may still be taken. Whoever claims takes slots first and gives back what the claim did not fill, so
 * that the worker never holds more than it can run. Safe for any thread.
 */
final class Slots {
  private final int total;
  private int free;

  Slots(int total) {
    this.total = total;
    this.free = total;
  }

  /** Takes up to {@code most} of the free ones; returns how many. */
  synchronized int take(int most) {
    int taken = Math.min(most, free);
    free -= taken;
    return taken;
  }

  synchronized void giveBack(int count) {
    if (free + count > total) {
      throw new IllegalStateException(count + " slots given back to " + free + " free ones of " + total);
    }
    free += count;
    notifyAll();
  }

  /** Waits until at least one is free, and returns how many are; takes none. */
  synchronized int awaitFree() throws InterruptedException {
    while (free == 0) {
      wait();
    }
    return free;
  }

  synchronized int free() {
    return free;
  }

  int total() {
    return total;
  }
}
