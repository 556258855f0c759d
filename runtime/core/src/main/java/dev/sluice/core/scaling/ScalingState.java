package dev.sluice.core.scaling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pool when its size is decided.
 *
 * @param now time of the measurement
 * @param ready op executions that could start now; null if it could not be measured, which is not zero
 * @param fleet the pool's size; null if it could not be measured
 * @param lastChange when the size was last changed; null if it never was
 */
public record ScalingState(Instant now, @Nullable Long ready, @Nullable FleetSize fleet, @Nullable Instant lastChange) {
  public ScalingState {
    if (ready != null && ready < 0) {
      throw new IllegalArgumentException("ready must be >= 0, got " + ready);
    }
  }
}
