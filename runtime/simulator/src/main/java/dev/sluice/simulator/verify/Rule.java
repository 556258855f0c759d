package dev.sluice.simulator.verify;

/** What a history must keep to; the numbers are those of the protocol's invariants. */
public enum Rule {
  LOST_RUN("I3", "an accepted run is in the store"),
  UNFINISHED("I3", "at the end everything is terminal"),
  COMMITTED_TWICE("I1", "an op execution has at most one committed result"),
  STALE_COMMIT("I2", "only the current attempt commits"),
  EARLY_START("I5", "an op starts only after all its upstream ops have committed"),
  AFTER_CANCEL("I6", "after a cancel no attempt starts and none succeeds"),
  ILLEGAL_CHANGE("I9", "each event is a change that the state machine has"),
  ROW_DIFFERS("I9", "folding the events gives the rows");

  private final String invariant;
  private final String promise;

  Rule(String invariant, String promise) {
    this.invariant = invariant;
    this.promise = promise;
  }

  public String invariant() {
    return invariant;
  }

  /** Says what should have held. */
  public String promise() {
    return promise;
  }
}
