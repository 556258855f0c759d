package dev.sluice.tests.emulator;

import dev.sluice.localstack.process.ChildProcess;
import dev.sluice.localstack.process.Guardian;
import dev.sluice.localstack.process.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A folder of temporary files and the programs that run in it. Closing it, or the death of this JVM, ends the programs and deletes
 * the files.
 */
final class Processes implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final long LEAST_FREE_BYTES = 512L * 1024 * 1024;

  private final StateFolder folder = StateFolder.create(Path.of(System.getProperty("java.io.tmpdir")), LEAST_FREE_BYTES);
  private final Guardian guardian = Guardian.start(folder);
  private final ConcurrentLinkedDeque<ChildProcess> started = new ConcurrentLinkedDeque<>();
  private final AtomicInteger logs = new AtomicInteger();

  /** A program that runs, and the file that its standard output and error go to. */
  record Running(ChildProcess process, Path log) {}

  /** Starts a program in a working folder; it sees the given environment and nothing else. */
  Running start(Path workingFolder, Map<String, String> environment, List<String> command) throws IOException {
    Path log = folder.folder("logs").resolve(logs.incrementAndGet() + ".log");
    ChildProcess process = ChildProcess.start(folder, new ChildProcess.Command(command, environment, workingFolder, log));
    started.push(process);
    return new Running(process, log);
  }

  /**
   * A program that was just started.
   *
   * @param running it
   * @param result what it is good for once it is ready
   * @param isReady whether it is
   */
  record Attempt<T>(Running running, T result, BooleanSupplier isReady) {}

  /** Starts a program. */
  interface Start<T> {
    Attempt<T> attempt() throws IOException;
  }

  /** Starts a server and waits until it is ready; one that ends before, as where somebody else took its port, is started again. */
  <T> T startUntilReady(String name, Start<T> start) {
    Set<String> ends = new LinkedHashSet<>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Attempt<T> started = start.attempt();
        ChildProcess process = started.running().process();
        Eventually.holds(name + " is ready; its log is " + started.running().log(),
            () -> !process.isAlive() || started.isReady().getAsBoolean());
        if (process.isAlive()) {
          return started.result();
        }
        ends.add(Files.readString(started.running().log()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new AssertionError(name + " ended " + ATTEMPTS + " times before it was ready: " + String.join("\n", ends));
  }

  Path folder(String... names) {
    return folder.folder(names);
  }

  StateFolder stateFolder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    started.forEach(ChildProcess::terminate);
    started.forEach(process -> {
      process.kill();
      process.exit().join();
    });
    guardian.close();
    folder.delete();
  }
}
