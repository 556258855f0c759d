package dev.sluice.tests.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A reader's shell.
 *
 * @param folder where commands are typed
 * @param log takes what the latest command wrote
 */
record Shell(Path folder, Path log) {
  /** No command takes as long; one that hangs must not hang the build. */
  private static final long PATIENCE_MINUTES = 15;

  /** Runs a command and returns its exit code. */
  int run(String command) throws IOException, InterruptedException {
    Process process = start(command);
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("still running after " + PATIENCE_MINUTES + " minutes: " + command + "\n" + said());
    }
    return process.exitValue();
  }

  void mustSucceed(String command) throws IOException, InterruptedException {
    int exitCode = run(command);
    if (exitCode != 0) {
      throw new AssertionError(command + "\nexited " + exitCode + "\n" + said());
    }
  }

  /** Starts a command that stays. */
  Process start(String command) throws IOException {
    return new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile())
        .start();
  }

  /** Returns what the latest command wrote. */
  String said() throws IOException {
    return Files.readString(log);
  }
}
