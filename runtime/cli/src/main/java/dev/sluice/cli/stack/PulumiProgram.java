package dev.sluice.cli.stack;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.ExternalProgram;
import dev.sluice.cli.terminal.UserError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the real Pulumi CLI. */
final class PulumiProgram {
  /** System property that names the program, where it is not on the PATH. */
  static final String PROPERTY = "sluice.pulumi";

  private PulumiProgram() {}

  /**
   * Returns the program, to be run in the checkout.
   *
   * @param environment what it finds beside this process's own
   * @throws UserError if there is none
   */
  static ExternalProgram find(Path root, Map<String, String> environment) {
    Optional<Path> found = Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).or(PulumiProgram::onPath);
    Path program = found.filter(Files::isExecutable).orElseThrow(() -> new UserError(CliExit.UNAVAILABLE,
        "destroying a stack needs the Pulumi CLI, and there is " + found.map(path -> "no program " + path).orElse("no pulumi on the PATH")
            + ": install it (https://www.pulumi.com/docs/install); what runs on this machine goes by sluice down without --stack"));
    return new ExternalProgram(List.of(program.toString(), "--non-interactive", "--color=never"), root, environment);
  }

  private static Optional<Path> onPath() {
    Stream<Path> folders = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty()).map(Path::of);
    Path usual = Path.of(System.getProperty("user.home"), ".pulumi", "bin");
    return Stream.concat(folders, Stream.of(usual))
        .flatMap(folder -> Stream.of(folder.resolve("pulumi"), folder.resolve("pulumi.exe")))
        .filter(Files::isExecutable).findFirst();
  }
}
