package dev.sluice.tests.emulator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that is not ours and that the suite cannot do without. */
enum Tool {
  PULUMI("the Pulumi CLI", "SLUICE_TEST_PULUMI", "pulumi", "pulumi"),
  MINISTACK("the emulator MiniStack", "SLUICE_TEST_MINISTACK", "ministack", "ministack/bin");

  private final String title;
  private final String variable;
  private final String command;
  private final String installed;

  Tool(String title, String variable, String command, String installed) {
    this.title = title;
    this.variable = variable;
    this.command = command;
    this.installed = installed;
  }

  /** Returns where it is: what its variable names, else what {@code tests/emulator/install} brought, else the first on the PATH. */
  Optional<Path> find(Map<String, String> environment, Path tools) {
    String named = environment.getOrDefault(variable, "");
    Stream<Path> places = named.isEmpty()
        ? Stream.concat(Stream.of(tools.resolve(installed)), folders(environment.getOrDefault("PATH", "")))
            .map(folder -> folder.resolve(command))
        : Stream.of(Path.of(named));
    return places.map(Path::toAbsolutePath).filter(Files::isExecutable).filter(Files::isRegularFile).findFirst();
  }

  private static Stream<Path> folders(String path) {
    return Arrays.stream(path.split(File.pathSeparator)).filter(folder -> !folder.isEmpty()).map(Path::of);
  }

  /** Says what is missing and how it is named. */
  String absence() {
    return title + " is neither on the PATH nor named by " + variable;
  }
}
