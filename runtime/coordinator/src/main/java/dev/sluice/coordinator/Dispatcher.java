package dev.sluice.coordinator;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.time.TimedCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pass again and again on a thread of its own: at its pace; at once when woken or when a pass took a full batch; and ever
 * more seldom while the store does not answer. Safe for any thread.
 */
final class Dispatcher implements AutoCloseable {
  /** Longer than a pass may take even where a queue lets each of its sends time out. */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  private final String name;
  private final BooleanSupplier pass;
  private final DispatchPace pace;
  private final InstantSource clock;
  private final PlatformListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final TimedCondition changed;
  private boolean woken;
  private boolean closed;
  private @Nullable Thread thread;
  private volatile @Nullable Instant lastTurn;

  /**
   * Makes a dispatcher.
   *
   * @param name of the thread, and of what fails on it
   * @param pass one look; tells whether more may be waiting
   */
  Dispatcher(String name, BooleanSupplier pass, DispatchPace pace, InstantSource clock, PlatformListener listener) {
    this.name = name;
    this.pass = pass;
    this.pace = pace;
    this.clock = clock;
    this.listener = listener;
    this.changed = new TimedCondition(lock, clock);
  }

  /** Begins to look; the first look is at once. */
  synchronized Dispatcher start() {
    lastTurn = clock.instant();
    Thread loop = new Thread(this::loop, name);
    loop.start();
    thread = loop;
    return this;
  }

  private void loop() {
    int failures = 0;
    boolean open = true;
    while (open) {
      Duration pause;
      try {
        pause = pass.getAsBoolean() ? Duration.ZERO : pace.pauseAfter(0);
        failures = 0;
      } catch (RuntimeException e) {
        failures++;
        listener.troubled(name, e);
        pause = pace.pauseAfter(failures);
      }
      lastTurn = clock.instant();
      open = awaitNext(pause, failures > 0);
    }
  }

  /** Waits for the next look; false if the dispatcher is closed. In trouble nothing but time ends the wait. */
  private boolean awaitNext(Duration pause, boolean inTrouble) {
    Instant next = clock.instant().plus(pause);
    lock.lock();
    try {
      while (!closed && (!woken || inTrouble) && clock.instant().isBefore(next)) {
        changed.awaitUntil(next);
      }
      woken = false;
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the next look come at once. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether the loop goes round. */
  boolean isTurning() {
    Instant last = lastTurn;
    return last != null && Duration.between(last, clock.instant()).compareTo(STUCK_AFTER) < 0;
  }

  /** Finishes the look that is under way, then stops. */
  @Override
  public synchronized void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (thread == null) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }
}
