package dev.sluice.cli.terminal;

/** What is known about the terminal. */
public final class Terminal {
  private Terminal() {}

  /** Tells whether a person watches standard error; the launcher knows, since a JVM cannot tell it of standard error alone. */
  public static boolean isWatched() {
    return Boolean.getBoolean("sluice.terminal");
  }
}
