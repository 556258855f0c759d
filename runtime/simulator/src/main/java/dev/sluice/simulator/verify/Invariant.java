package dev.sluice.simulator.verify;

/** The invariants of the execution protocol, and what of each a history can show. */
public enum Invariant {
  I1("an op execution has at most one committed result"),
  I2("a result is committed only by the current attempt"),
  I3("no accepted run is lost"),
  I4("a message is deleted only after the row that makes it redundant is committed"),
  I5("an op starts only after all its upstream ops are committed, and sees exactly their committed outputs"),
  I6("after a cancel no new attempt starts and no result is committed as success"),
  I7("ops that share an ordering key run one at a time, in submission order"),
  I8("no op of lower priority starts while one of higher priority is ready on the same queue"),
  I9("every state change leaves an event, and folding a run's events gives its rows");

  private final String promise;

  Invariant(String promise) {
    this.promise = promise;
  }

  public String promise() {
    return promise;
  }
}
