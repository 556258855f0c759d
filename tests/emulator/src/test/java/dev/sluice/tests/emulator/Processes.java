package dev.sluice.tests.emulator;

import dev.sluice.localstack.process.ChildProcess;
import dev.sluice.localstack.process.Guardian;
import dev.sluice.localstack.process.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A folder of temporary files and the programs that run in it. Closing it, or the death of this JVM, ends the programs and deletes
 * the files.
 */
final class Processes implements AutoCloseable {
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
