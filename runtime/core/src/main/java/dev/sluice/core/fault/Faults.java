package dev.sluice.core.fault;

/** Decides whether a process dies at a place. An instance is handed down from {@code main}; it is never a static. */
@FunctionalInterface
public interface Faults {
  /** Strikes nowhere: the one that production uses. */
  Faults NONE = point -> {};

  /** Called by the thread that passes the point; a test's version may throw, block or end the process here. */
  void at(FaultPoint point);
}
