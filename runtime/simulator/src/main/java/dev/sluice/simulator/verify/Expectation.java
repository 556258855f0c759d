package dev.sluice.simulator.verify;

/**
 * What a history is held against, beyond the invariants.
 *
 * @param mayRun whether runs may still have been going on when it was taken
 * @param starvationShare part of a queue's starts that is set aside for lower priorities, 0 to 1
 */
public record Expectation(boolean mayRun, double starvationShare) {
  /** The load has come to its end, and nothing is set aside against starvation. */
  public static final Expectation AT_REST = new Expectation(false, 0);

  public Expectation {
    if (!(starvationShare >= 0 && starvationShare <= 1)) {
      throw new IllegalArgumentException("starvationShare must be 0 to 1, got " + starvationShare);
    }
  }
}
