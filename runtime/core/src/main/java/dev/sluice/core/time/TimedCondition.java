package dev.sluice.core.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waiting for a change or for a time, whichever comes first, without ever spinning. On a {@link VirtualClock} the wait ends when
 * the clock is moved, however long that takes on the wall; on any other source of time it ends on the wall
 * clock as it was when the wait began. Safe for any
 * thread.
 */
public final class TimedCondition {
  private final ReentrantLock lock;
  private final Condition changed;
  private final InstantSource time;

  /** Makes a condition of the lock, which its waiters and signallers hold. */
  public TimedCondition(ReentrantLock lock, InstantSource time) {
    this.lock = lock;
    this.changed = lock.newCondition();
    this.time = time;
    if (time instanceof VirtualClock clock) {
      clock.whenMoved(this::wake);
    }
  }

  /**
   * Waits for a signal or for the time; may return early, so callers look again. The caller holds the lock.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public void awaitUntil(Instant until) throws InterruptedException {
    if (time instanceof VirtualClock) {
      if (time.instant().isBefore(until)) {
        changed.await();
      }
      return;
    }
    changed.awaitNanos(Duration.between(time.instant(), until).toNanos());
  }

  /** Wakes all who wait. The caller holds the lock. */
  public void signalAll() {
    changed.signalAll();
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
