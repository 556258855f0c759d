package dev.sluice.tests.guides;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that stands in a page.
 *
 * @param text as it stands there, its comment included
 * @param line of the page
 * @param needs what it cannot do without
 */
record WrittenCommand(String text, int line, Needs needs) {
  private static final Pattern EXIT = Pattern.compile("# exits (\\d+)");
  private static final Pattern COMMENT = Pattern.compile("\\s+#.*$");

  /** What a fence says of its commands: {@code sh}, {@code sh account} or {@code sh emulator}. */
  enum Needs {
    /** This machine is enough: the command is run. */
    NOTHING,
    /** An account of AWS and the Pulumi CLI: the command's form is looked at. */
    ACCOUNT,
    /** The Pulumi CLI and an emulator of AWS: the command's form is looked at, and the suite in tests/emulator does the like. */
    EMULATOR
  }

  /** Returns the exit code that the page promises: zero, unless its comment says another. */
  int exitCode() {
    Matcher exit = EXIT.matcher(text);
    return exit.find() ? Integer.parseInt(exit.group(1)) : 0;
  }

  /** Returns the command without its comment. */
  String bare() {
    return COMMENT.matcher(text).replaceFirst("").strip();
  }

  /** Whether it stays until Ctrl-C, so that a reader goes on in another terminal. */
  boolean stays() {
    return exitCode() == 0 && (bare().equals("./sluice up") || bare().startsWith("./sluice up "));
  }

  @Override
  public String toString() {
    return "line " + line + ": " + bare();
  }
}
