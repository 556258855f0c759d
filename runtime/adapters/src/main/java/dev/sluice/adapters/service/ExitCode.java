package dev.sluice.adapters.service;

/** How a service process ends. */
public final class ExitCode {
  /** It did what it was started for, or was told to stop and did so in good order. */
  public static final int DONE = 0;
  /** It could not start, or failed. */
  public static final int FAILED = 1;
  /** Its settings or arguments cannot be used; starting it again does not help. */
  public static final int UNUSABLE = 2;

  private ExitCode() {}
}
