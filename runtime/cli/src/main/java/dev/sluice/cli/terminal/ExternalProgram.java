package dev.sluice.cli.terminal;

import dev.sluice.cli.CliExit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program of somebody else's that a verb calls: git, Maven, Pulumi. It gets no standard input, so it asks nobody. Safe for one
 * thread; calls block until the program ends, and end it when they are interrupted.
 *
 * @param command the program and the arguments that every call begins with
 * @param folder where it runs
 * @param environment what it finds beside this process's own
 */
public record ExternalProgram(List<String> command, Path folder, Map<String, String> environment) {
  /**
   * What came of a call.
   *
   * @param exitCode how it ended
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  public record Outcome(int exitCode, String out, String err) {
    public boolean isDone() {
      return exitCode == 0;
    }

    /** Returns the last lines that it wrote, those to standard error if there are any. */
    public String lastLines() {
      List<String> lines = (err.isBlank() ? out : err).strip().lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
  }

  private static final int LAST_LINES = 20;

  public ExternalProgram {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /**
   * Calls it and keeps what it writes.
   *
   * @throws UserError if there is no such program
   */
  public Outcome call(String... arguments) throws InterruptedException {
    try {
      Path out = Files.createTempFile("sluice", ".out");
      Path err = Files.createTempFile("sluice", ".err");
      try {
        Process process = start(builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()));
        int exitCode = await(process);
        return new Outcome(exitCode, text(out), text(err));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Calls it, tells each line as it comes, and keeps them too.
   *
   * @throws UserError if there is no such program
   */
  public Outcome follow(PrintWriter talk, String... arguments) throws InterruptedException {
    StringBuilder lines = new StringBuilder();
    Process process = start(builder(arguments).redirectErrorStream(true));
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(line -> {
        talk.println("  " + line);
        talk.flush();
        lines.append(line).append('\n');
      });
      return new Outcome(await(process), lines.toString(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroy();
    }
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  private Process start(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UserError(CliExit.UNAVAILABLE, command.get(0) + " cannot be run (" + e.getMessage() + "): install it, or put it on the PATH");
    }
  }

  private static int await(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw e;
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
