package dev.sluice.cli.terminal;

/** A verb cannot go on, and the person who called it can do something about it. The message says what. */
public final class UserError extends RuntimeException {
  private final int exitCode;

  /**
   * Makes one.
   *
   * @param exitCode one of the command's exit codes
   */
  public UserError(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
