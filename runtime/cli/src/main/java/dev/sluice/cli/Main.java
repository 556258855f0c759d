package dev.sluice.cli;

/** Entry point of {@code ./sluice}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(SluiceCommand.commandLine().execute(arguments));
  }
}
