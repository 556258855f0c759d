package dev.sluice.core.job;

/**
 * Ends the code of an attempt that has nothing more to do: its lease is lost, or its worker stops and the op goes on elsewhere from
 * the checkpoint that it has just written. Code that catches it ends soon all the same.
 */
public final class StoppedException extends RuntimeException {
  StoppedException(String message) {
    super(message);
  }
}
