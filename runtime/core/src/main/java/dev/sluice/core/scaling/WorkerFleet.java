package dev.sluice.core.scaling;

/**
 * The workers of one pool, as their platform runs them. Safe for any thread; calls block on the network.
 *
 * <p>Every call may throw {@link FleetUnavailableException}: a reading that failed is not a zero.
 */
public interface WorkerFleet {
  /** Returns how many workers are wanted and how many run. */
  FleetSize size();

  /**
   * Asks for so many workers; they start and stop in their own time.
   *
   * @throws IllegalArgumentException if the number is outside the pool's {@link WorkerRange}; nothing is asked for then
   */
  void scaleTo(int workers);
}
