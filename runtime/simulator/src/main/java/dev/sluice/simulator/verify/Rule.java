package dev.sluice.simulator.verify;

/** What a history must keep to: the invariants, told apart by how they can be broken. */
public enum Rule {
  COMMITTED_TWICE(Invariant.I1, "an op execution has at most one committed result"),
  STARTED_AGAIN(Invariant.I1, "what has a committed result is not started again"),
  OVERWRITTEN(Invariant.I1, "the output that stands is the one that was committed"),
  ACCEPTED_TWICE(Invariant.I1, "one idempotency key starts one run"),
  EFFECT_TWICE(Invariant.I1, "a database effect is applied once"),
  STALE_COMMIT(Invariant.I2, "only the current attempt commits"),
  FOREIGN_COMMIT(Invariant.I2, "an attempt is committed by the worker that holds its lease"),
  EFFECT_WITHOUT_COMMIT(Invariant.I2, "a database effect stands only with the result of its attempt"),
  LOST_RUN(Invariant.I3, "an accepted run is in the store"),
  UNFINISHED(Invariant.I3, "at the end everything is terminal"),
  STUCK(Invariant.I3, "what is not terminal has a path forward"),
  EARLY_DELETE(Invariant.I4, "a message is deleted only after the row that makes it redundant is committed"),
  EARLY_START(Invariant.I5, "an op starts only after all its upstream ops have committed"),
  OTHER_INPUTS(Invariant.I5, "an op sees exactly the committed outputs of its upstream"),
  AFTER_CANCEL(Invariant.I6, "after a cancel no attempt starts and none succeeds"),
  OVERLAP(Invariant.I7, "ops that share an ordering key run one at a time"),
  OUT_OF_ORDER(Invariant.I7, "ops that share an ordering key run in submission order"),
  INVERSION(Invariant.I8, "no op of lower priority starts while one of higher priority is ready on the same queue"),
  NOT_SUBMITTED(Invariant.I9, "a run begins with its submit"),
  EVENT_MISSING(Invariant.I9, "every event that was written is there"),
  ILLEGAL_CHANGE(Invariant.I9, "each event is a change that the state machine has"),
  ROW_DIFFERS(Invariant.I9, "folding the events gives the rows");

  private final Invariant invariant;
  private final String promise;

  Rule(Invariant invariant, String promise) {
    this.invariant = invariant;
    this.promise = promise;
  }

  public Invariant invariant() {
    return invariant;
  }

  /** Says what should have held. */
  public String promise() {
    return promise;
  }
}
