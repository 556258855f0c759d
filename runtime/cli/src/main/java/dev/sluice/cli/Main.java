package dev.sluice.cli;

import dev.sluice.infra.CommonPool;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry point of {@code ./sluice}. */
public final class Main {
  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger PULUMI = Logger.getLogger("com.pulumi");

  private Main() {}

  public static void main(String[] arguments) {
    CommonPool.widen();
    // The SDK logs a program's failure with its stack trace; the verbs say the same in a line.
    PULUMI.setLevel(Level.OFF);
    System.exit(SluiceCommand.commandLine().execute(arguments));
  }
}
