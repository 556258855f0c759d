package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs that note how they are called and only play what they are: a script that is run with them reaches no cloud.
 *
 * @param folder where they and their notes are
 */
record PlayedPrograms(Path folder) {
  /** Puts one in the place of a program: after its note it does what a line of shell says. */
  void play(String program, String answer) throws IOException {
    Path file = Files.createDirectories(folder.resolve("programs")).resolve(program);
    Files.writeString(file, "#!/bin/sh\necho \"" + program + " $*\" >> '" + folder.resolve("calls") + "'\n" + answer + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Runs a command among them to its end and returns its exit code. */
  int run(String... command) throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile());
    process.environment().put("PATH", folder.resolve("programs") + ":" + System.getenv("PATH"));
    return process.start().waitFor();
  }

  /** Returns what the last command said. */
  String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  /** Returns a line for each call of a program. */
  List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }
}
