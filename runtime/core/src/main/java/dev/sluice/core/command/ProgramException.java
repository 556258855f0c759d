package dev.sluice.core.command;

/** A program did not yield a result. */
public abstract class ProgramException extends Exception {
  private static final long serialVersionUID = 1L;

  ProgramException(String message) {
    super(message);
  }

  /** Tells whether starting it again on the same task may help. */
  public abstract boolean isWorthAnotherAttempt();
}
