package dev.sluice.coordinator;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.time.SteadyClock;
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
  private final String name;
  private final BooleanSupplier pass;
  private final DispatchPace pace;
  private final Duration longest;
  private final InstantSource clock;
  private final PlatformListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final TimedCondition changed;
  private boolean woken;
  private boolean closed;
  private volatile @Nullable Thread thread;
  /** By when the look that is under way, or the next one, has ended. */
  private volatile Instant expected = Instant.MIN;

  /**
   * Makes a dispatcher.
   *
   * @param name of the thread, and of what fails on it
   * @param pass one look; tells whether more may be waiting
   * @param longest how long a look may take before the dispatcher counts as stuck
   */
  Dispatcher(String name, BooleanSupplier pass, DispatchPace pace, Duration longest, InstantSource clock, PlatformListener listener) {
    this.name = name;
    this.pass = pass;
    this.pace = pace;
    this.longest = longest;
    this.clock = SteadyClock.beside(clock);
    this.listener = listener;
    this.changed = new TimedCondition(lock, this.clock);
  }

  /** Begins to look; the first look is at once. */
  synchronized Dispatcher start() {
    expected = clock.instant().plus(longest);
    Thread loop = new Thread(this::loop, name);
    loop.start();
    thread = loop;
    return this;
  }

  private void loop() {
    int failures = 0;
    boolean open = true;
    while (open) {
      expected = clock.instant().plus(longest);
      Duration pause;
      try {
        pause = pass.getAsBoolean() ? Duration.ZERO : pace.pauseAfter(0);
        failures = 0;
      } catch (RuntimeException | Error e) {
        // Errors too, such as a class that the jobs' jar lacks: nothing would look any more.
        failures++;
        listener.troubled(name, e instanceof RuntimeException exception ? exception : new IllegalStateException(e.toString(), e));
        pause = pace.pauseAfter(failures);
      }
      expected = clock.instant().plus(pause).plus(longest);
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

  String name() {
    return name;
  }

  /** Tells whether the loop goes round: its thread lives, and neither its look nor the pause after it takes longer than it may. */
  boolean isTurning() {
    Thread loop = thread;
    return loop != null && loop.isAlive() && clock.instant().isBefore(expected);
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
    Thread loop = thread;
    if (loop == null) {
      return;
    }
    try {
      loop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }
}
