package dev.sluice.core.run;

/** Where a run stands as a whole. */
public enum RunStatus {
  /** Accepted; no op has begun. */
  PENDING,
  /** From the first attempt until every op execution is terminal. */
  RUNNING,
  /** Every op succeeded. */
  SUCCEEDED,
  /** An op failed. */
  FAILED,
  /** It was called off. */
  CANCELED;

  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELED;
  }
}
