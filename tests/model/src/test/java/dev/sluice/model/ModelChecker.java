package dev.sluice.model;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs TLC on a scenario's model in a process of its own. Not for several threads at once: TLC takes all processors. */
final class ModelChecker {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String HEAP = "-Xmx2g";

  private final Path folder;

  ModelChecker(Path folder) {
    this.folder = folder;
  }

  /**
   * Explores all states of a scenario, or as many as it takes to find a counterexample.
   *
   * @param options further options of TLC
   */
  Finding check(Scenario scenario, String... options) throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve(scenario.fileName()));
    Path configuration = Files.writeString(home.resolve("model.cfg"), scenario.configuration());
    Path output = home.resolve("output.txt");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseParallelGC",
        "-Djava.io.tmpdir=" + home.toAbsolutePath(), "-cp", jar().toString(), "tlc2.TLC",
        "-workers", "auto", "-deadlock", "-cleanup", "-metadir", home.resolve("states").toString(),
        "-config", configuration.toAbsolutePath().toString()));
    if (scenario.isTemporal()) {
      command.addAll(List.of("-lncheck", "final"));
    }
    command.addAll(List.of(options));
    command.add(scenario.module());
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(scenario + " took longer than " + PATIENCE + ", see " + output);
      }
    } finally {
      process.destroyForcibly();
    }
    return Finding.read(Files.readString(output), Duration.ofNanos(System.nanoTime() - begin));
  }

  private static Path jar() {
    try {
      return Path.of(tlc2.TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
