package dev.sluice.cli;

import dev.sluice.infra.CommonPool;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** Entry point of {@code ./sluice}. It writes UTF-8, whatever the locale. */
public final class Main {
  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger PULUMI = Logger.getLogger("com.pulumi");

  /** What Java puts in the place of what the locale has no letter for: two keys that differ in such letters are one to us. */
  private static final String LOST_LETTER = "\uFFFD";

  private Main() {}

  public static void main(String[] arguments) {
    CommonPool.widen();
    // The SDK logs a program's failure with its stack trace; the verbs say the same in a line.
    PULUMI.setLevel(Level.OFF);
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    CommandLine command = SluiceCommand.commandLine()
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(execute(command, arguments));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static int execute(CommandLine command, String... arguments) {
    Optional<String> lossy = Arrays.stream(arguments).filter(Main::hasLostLetters).findFirst();
    if (lossy.isEmpty()) {
      return command.execute(arguments);
    }
    command.getErr().println("sluice: the argument \"" + lossy.get() + "\" has letters that are lost in this locale: use one of UTF-8, "
        + "such as LC_ALL=C.UTF-8, or pass input as @FILE or as - for standard input");
    return CliExit.USAGE;
  }

  /** In a locale of UTF-8 there is a letter for everything: who gives the one for what is lost means it. */
  private static boolean hasLostLetters(String argument) {
    return argument.contains(LOST_LETTER) && !"UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
  }
}
