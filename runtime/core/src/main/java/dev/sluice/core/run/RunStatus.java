package dev.sluice.core.run;

/** Where a run stands as a whole. */
public enum RunStatus {
  /** Accepted; no op has begun. */
  PENDING,
  /** From the first attempt until every op execution is terminal. */
  RUNNING,
  /** Every op succeeded, was skipped or was allowed to fail. */
  SUCCEEDED,
  /** An op failed. */
  FAILED,
  /** It was called off. */
  CANCELED;

  /**
   * The status that a run ends with once all its ops are terminal.
   *
   * @param failedOps ops whose failure fails the run: all that failed, but where the run's output stands only those that may not
   * @param stoppedOps ops that were called off
   */
  public static RunStatus verdict(int failedOps, int stoppedOps, boolean cancelRequested) {
    if (failedOps > 0) {
      return cancelRequested ? CANCELED : FAILED;
    }
    return stoppedOps > 0 ? CANCELED : SUCCEEDED;
  }

  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELED;
  }
}
