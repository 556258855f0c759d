package dev.sluice.core.run;

/** What can be read in a run's history. Folding the events of a run in order gives its rows (I9). */
public enum EventType {
  /** The run was accepted; the detail lists its ops with their upstream. */
  RUN_SUBMITTED,
  /** WAITING became PENDING. */
  OP_READY,
  /** PENDING became RUNNING under a new attempt; the detail has the digest of the upstream outputs that it sees. */
  OP_LEASED,
  /** RUNNING became SUCCEEDED: the one committed result; the detail has the digest of its output. */
  OP_SUCCEEDED,
  /** RUNNING became PENDING after a failure; the detail says why and from when on. */
  OP_RETRIED,
  /** RUNNING became PENDING because the lease ran out. */
  OP_LEASE_LOST,
  /** RUNNING became PENDING because its worker handed it over. */
  OP_RELEASED,
  /** RUNNING became FAILED. */
  OP_FAILED,
  /** It was called off. */
  OP_CANCELED,
  /** Its upstream did not end as its trigger wants it, or a decision went another way, as the detail then says. */
  OP_SKIPPED,
  /** Its success gave the run further op executions; the detail lists them like that of a submit. No state changed. */
  OP_EXPANDED,
  /** RUNNING became PENDING: it has started a sub-job, which the detail names, and goes on when that has ended. */
  OP_SUSPENDED,
  /** What it waited for has come: a signal, or the end of its sub-job. No state changed, but it may be claimed now if it was PENDING. */
  OP_SIGNALED,
  /**
   * FAILED became PENDING, or WAITING if it has to be admitted again: an operator gave it attempts again. The detail names its sub-job where
   * it waits for the same one again.
   */
  OP_REDRIVEN,
  /** SKIPPED became WAITING: what it was skipped for was redriven. */
  OP_REOPENED,
  /** A FAILED op execution was taken out of quarantine for good; no state changed. */
  DEAD_LETTER_DROPPED,
  /** A message of its outbox was given up before it was delivered; the detail names it, and no state changed. */
  OUTBOX_DROPPED,
  /** A result of an attempt that is no longer the current one was refused; no state changed. */
  COMMIT_FENCED,
  /** A message for an op execution that was leased or terminal was suppressed; no state changed. */
  DUPLICATE_SUPPRESSED,
  /** A cancel was accepted. */
  RUN_CANCEL_REQUESTED,
  /** It had FAILED and is open again, since an op of it was redriven. */
  RUN_REOPENED,
  /** Every op succeeded. */
  RUN_SUCCEEDED,
  /** Every op is terminal, and one failed. */
  RUN_FAILED,
  /** Every op is terminal after a cancel. */
  RUN_CANCELED;

  /** Returns the event of an op execution that has come to an end. */
  public static EventType ofEnd(OpState state) {
    return switch (state) {
      case SUCCEEDED -> OP_SUCCEEDED;
      case FAILED -> OP_FAILED;
      case SKIPPED -> OP_SKIPPED;
      case CANCELED -> OP_CANCELED;
      case WAITING, PENDING, RUNNING -> throw new IllegalArgumentException(state + " is not an end");
    };
  }

  /** Returns the event of a run that has come to an end. */
  public static EventType ofEnd(RunStatus status) {
    return switch (status) {
      case SUCCEEDED -> RUN_SUCCEEDED;
      case FAILED -> RUN_FAILED;
      case CANCELED -> RUN_CANCELED;
      case PENDING, RUNNING -> throw new IllegalArgumentException(status + " is not an end");
    };
  }
}
