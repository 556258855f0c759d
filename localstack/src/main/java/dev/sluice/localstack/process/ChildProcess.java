package dev.sluice.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs as a child of this process and does not outlive it. Safe for any thread.
 *
 * <p>Its process id stands in the state folder before the program starts, see {@link StateFolder}. When its main process has
 * ended, whatever it started in its process group is killed, as the end of a container's main process ends the container.
 */
public final class ChildProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  /** The shell writes its own id, which stays the same when it becomes the program. */
  private static final String ANNOUNCE = "echo $$ > \"$1/$$\" || exit 125; shift; exec \"$@\"";

  private final Process process;
  private final CompletableFuture<Integer> exit;

  private ChildProcess(Process process, CompletableFuture<Integer> exit) {
    this.process = process;
    this.exit = exit;
  }

  /**
   * What to run.
   *
   * @param command program and arguments; the program is an absolute path or is found by the environment's PATH
   * @param environment everything that the program sees; nothing of ours is inherited
   * @param workingFolder where it starts
   * @param output file that its standard output and error are appended to
   */
  public record Command(List<String> command, Map<String, String> environment, Path workingFolder, Path output) {
    public Command {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * Starts a program.
   *
   * @throws IOException if the operating system refuses; a program that is not found ends with exit code 127 instead
   */
  public static ChildProcess start(StateFolder folder, Command command) throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", ANNOUNCE, "sh", folder.pids().toString()));
    words.addAll(command.command());
    ProcessBuilder builder = new ProcessBuilder(Sessions.ofItsOwn(words.toArray(String[]::new)));
    builder.directory(command.workingFolder().toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.output().toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.start();
    Path announcement = folder.pids().resolve(Long.toString(process.pid()));
    CompletableFuture<Integer> exit = process.onExit().thenApplyAsync(ended -> {
      killGroup(ended.pid());
      deleteQuietly(announcement);
      return ended.exitValue();
    });
    return new ChildProcess(process, exit);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code when the program and all it started have ended; 128 + n for a signal n. */
  public CompletableFuture<Integer> exit() {
    return exit.copy();
  }

  /** Asks the program to end: SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Ends the program: SIGKILL, to its whole process group. */
  public void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static void killGroup(long leader) {
    if (!Sessions.isAvailable()) {
      return;
    }
    try {
      // The builtin of the shell: no program named kill is needed. Not every shell takes -- before a negative number. Nothing of
      // the group left is the usual case.
      new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + leader + " 2>/dev/null")
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (IOException e) {
      LOG.warn("what process {} may have started could not be ended", leader, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("could not delete {}", file, e);
    }
  }
}
