package dev.sluice.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts what is under way, so that somebody can wait for its end. Safe for any thread. */
final class Load {
  private int count;

  synchronized void add(int more) {
    count += more;
  }

  synchronized void remove(int done) {
    count -= done;
    notifyAll();
  }

  /** Waits until no more than so many are under way; returns false if the time is up before. */
  synchronized boolean awaitAtMost(int most, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (count > most) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
