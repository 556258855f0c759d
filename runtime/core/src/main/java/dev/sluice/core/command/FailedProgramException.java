package dev.sluice.core.command;

import java.util.List;

/** A program ended with an exit code other than 0. Its last lines on standard error stand in {@link #toString()}, and so in stack traces. */
public final class FailedProgramException extends ProgramException {
  /** Exit code of a program that refuses its task for good: {@code EX_DATAERR}, "the input data was incorrect", of sysexits.h. */
  public static final int REFUSED = 65;

  private static final long serialVersionUID = 1L;
  /** A program that a signal ended has 128 and the signal's number as its exit code. */
  private static final int SIGNALS = 128;

  private final int exitCode;
  private final transient List<String> lastLines;

  FailedProgramException(String program, int exitCode, List<String> lastLines) {
    super(describe(program, exitCode, lastLines));
    this.exitCode = exitCode;
    this.lastLines = List.copyOf(lastLines);
  }

  private static String describe(String program, int exitCode, List<String> lastLines) {
    String what = program + " ended with exit code " + exitCode
        + (exitCode > SIGNALS ? " (signal " + (exitCode - SIGNALS) + ")" : exitCode == REFUSED ? ", which refuses the task for good" : "");
    return lastLines.isEmpty() ? what : what + ": " + lastLines.get(lastLines.size() - 1).strip();
  }

  public int exitCode() {
    return exitCode;
  }

  @Override
  public boolean isWorthAnotherAttempt() {
    return exitCode != REFUSED;
  }

  @Override
  public String toString() {
    return super.toString() + (lastLines.isEmpty() ? "" : "\nlast lines on standard error:\n" + String.join("\n", lastLines));
  }
}
