package dev.sluice.contract;

import java.util.Locale;

/** The services that a stack runs, each from an image of its own. */
public enum ServiceKind {
  /** HTTP API, dispatcher and recovery. */
  COORDINATOR,
  /** Receives, runs and commits op executions. */
  WORKER,
  /** Sets the desired count of the worker services. */
  AUTOSCALER,
  /** Submits load and checks the history; runs as a one-off task. */
  SIMULATOR;

  /** Returns the name used in image, family and service names, for example {@code worker}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
