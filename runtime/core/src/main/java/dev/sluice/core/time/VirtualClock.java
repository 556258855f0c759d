package dev.sluice.core.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to move; pausing on it moves it. Safe for any thread. */
public final class VirtualClock implements InstantSource, Pause {
  private final AtomicReference<Instant> now;

  public VirtualClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock forward. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back, got " + duration);
    }
    now.updateAndGet(instant -> instant.plus(duration));
  }

  @Override
  public void pause(Duration duration) {
    advance(duration);
  }
}
