package dev.sluice.core.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to move; pausing on it moves it. Safe for any thread. */
public final class VirtualClock implements InstantSource, Pause {
  private final AtomicReference<Instant> now;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public VirtualClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return Objects.requireNonNull(now.get());
  }

  /** Moves the clock forward and wakes those who wait for it. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back, got " + duration);
    }
    now.updateAndGet(instant -> instant.plus(duration));
    listeners.forEach(Runnable::run);
  }

  @Override
  public void pause(Duration duration) {
    advance(duration);
  }

  /** Calls the listener after each move, on the thread that moved the clock; it must not block. */
  void whenMoved(Runnable listener) {
    listeners.add(listener);
  }
}
