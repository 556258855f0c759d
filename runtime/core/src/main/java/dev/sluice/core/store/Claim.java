package dev.sluice.core.store;

import java.time.Duration;

/**
 * A worker's wish for work.
 *
 * @param worker who asks
 * @param queue the logical queue
 * @param slots how many op executions it can start at once; 0 claims nothing
 * @param lease how long the leases last without a heartbeat
 */
public record Claim(String worker, String queue, int slots, Duration lease) {
  public Claim {
    if (slots < 0) {
      throw new IllegalArgumentException("slots must be >= 0, got " + slots);
    }
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("lease must be positive, got " + lease);
    }
  }
}
