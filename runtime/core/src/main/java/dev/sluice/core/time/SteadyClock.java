package dev.sluice.core.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of the machine's own count since this was made, for waits and deadlines within a process: whoever sets the machine's clock neither
 * lengthens nor ends them. It drifts away from the clock by what that is set, so nothing of it is stored or told. Safe for any thread.
 */
public final class SteadyClock implements InstantSource {
  private final Instant start;
  private final long startCount = System.nanoTime();

  private SteadyClock(Instant start) {
    this.start = start;
  }

  /** Makes one beside a clock; a {@link VirtualClock} is steady as it is. */
  public static InstantSource beside(InstantSource clock) {
    return clock instanceof VirtualClock ? clock : new SteadyClock(clock.instant());
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startCount);
  }
}
