package dev.sluice.testing;

import dev.sluice.core.time.Alarm;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Strikes the timeouts of ops by the virtual clock. No time passes inside an op unless its code moves the clock, so an attempt that the
 * script lets take longer than its timeout is struck as it begins. For one thread.
 */
final class VirtualAlarm implements Alarm {
  private final InstantSource clock;
  private Duration taking = Duration.ZERO;
  private @Nullable Duration struck;

  VirtualAlarm(InstantSource clock) {
    this.clock = clock;
  }

  /** The next attempt will take so long. */
  void expect(Duration time) {
    taking = time;
    struck = null;
  }

  /** Returns how long the attempt took until it was struck; empty if it was not struck as it began. */
  Optional<Duration> struck() {
    return Optional.ofNullable(struck);
  }

  @Override
  public Runnable set(Duration after, Runnable action) {
    if (taking.compareTo(after) >= 0) {
      struck = after;
      action.run();
      return () -> {};
    }
    var due = clock.instant().plus(after);
    return () -> {
      if (!clock.instant().isBefore(due)) {
        action.run();
      }
    };
  }
}
