package dev.sluice.cli;

/** How the command ends. */
public final class CliExit {
  /** Everything asked for was done, and every check held. */
  public static final int DONE = 0;
  /** It was done, and a check did not hold: a run failed, a history breaks a rule. */
  public static final int CHECK_FAILED = 1;
  /** Arguments, settings or input cannot be used; trying again does not help. */
  public static final int USAGE = 2;
  /** Something that is needed cannot be reached or started; trying again may help. */
  public static final int UNAVAILABLE = 3;
  /** The command itself is broken. */
  public static final int BROKEN = 4;
  /** It was interrupted. */
  public static final int INTERRUPTED = 130;

  private CliExit() {}
}
