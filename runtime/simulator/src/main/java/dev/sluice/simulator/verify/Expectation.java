package dev.sluice.simulator.verify;

import dev.sluice.contract.Setting;

/**
 * What a history is held against, beyond the invariants.
 *
 * @param mayRun whether runs may still have been going on when it was taken
 * @param starvationShare part of a queue's starts that is set aside for lower priorities, 0 to 1
 */
public record Expectation(boolean mayRun, double starvationShare) {
  /** The load has come to its end, and workers set aside against starvation what they do by default. */
  public static final Expectation AT_REST =
      new Expectation(false, Double.parseDouble(Setting.STARVATION_SHARE.defaultText().orElseThrow()));

  public Expectation {
    if (!(starvationShare >= 0 && starvationShare <= 1)) {
      throw new IllegalArgumentException("starvationShare must be 0 to 1, got " + starvationShare);
    }
  }
}
