package dev.sluice.core.store;

import java.time.Duration;

/**
 * A worker's wish for work.
 *
 * @param worker who asks
 * @param queue the logical queue
 * @param slots how many op executions it can start at once; 0 claims nothing
 * @param lease how long the leases last without a heartbeat
 * @param aged how many of the slots go to the priority levels that have waited longest, whatever their priority
 */
public record Claim(String worker, String queue, int slots, Duration lease, int aged) {
  /** A wish for the best only. */
  public Claim(String worker, String queue, int slots, Duration lease) {
    this(worker, queue, slots, lease, 0);
  }

  public Claim {
    if (slots < 0) {
      throw new IllegalArgumentException("slots must be >= 0, got " + slots);
    }
    if (aged < 0 || aged > slots) {
      throw new IllegalArgumentException("aged must be 0 to " + slots + ", got " + aged);
    }
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("lease must be positive, got " + lease);
    }
  }

  /** Returns the same wish for so many slots fewer. */
  public Claim without(int filled) {
    return new Claim(worker, queue, slots - filled, lease, Math.min(aged, slots - filled));
  }
}
