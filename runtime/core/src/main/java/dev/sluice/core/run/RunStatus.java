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

  /**
   * The status that a run ends with once all its ops are terminal.
   *
   * @param failedOps ops that failed
   * @param stoppedOps ops that were skipped or called off
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
