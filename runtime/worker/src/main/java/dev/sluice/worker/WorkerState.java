package dev.sluice.worker;

/** Where a worker stands. */
public enum WorkerState {
  /** Built, not started. */
  NEW,
  /** Receives, claims, runs, commits. */
  RUNNING,
  /** Takes nothing new; finishes or hands over what it holds. */
  DRAINING,
  /** Does nothing any more. */
  STOPPED
}
