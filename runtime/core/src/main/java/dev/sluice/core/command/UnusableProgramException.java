package dev.sluice.core.command;

/** A program cannot be run here, or does not keep to what a program may do. Starting it again does not help. */
public final class UnusableProgramException extends ProgramException {
  private static final long serialVersionUID = 1L;

  UnusableProgramException(String message) {
    super(message);
  }

  @Override
  public boolean isWorthAnotherAttempt() {
    return false;
  }
}
