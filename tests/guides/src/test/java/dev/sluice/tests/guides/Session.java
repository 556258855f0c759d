package dev.sluice.tests.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A reader who works through a page: command after command in one terminal, and {@code ./sluice up}, which stays, in another until the
 * page ends.
 */
final class Session {
  private static final long PATIENCE_SECONDS = 180;

  private final Shell shell;
  private final Shell other;
  private Optional<Process> staying = Optional.empty();

  Session(Path checkout, Path logs) {
    shell = new Shell(checkout, logs.resolve("terminal.log"));
    other = new Shell(checkout, logs.resolve("other-terminal.log"));
  }

  void type(WrittenCommand command) throws IOException, InterruptedException {
    if (command.stays()) {
      assertThat(staying).as("a page brings the platform up once").isEmpty();
      stay(other.start("exec " + command.bare()));
      return;
    }
    int exitCode = shell.run(command.text());
    assertThat(exitCode).as("%s%n%s", command, shell.said()).isEqualTo(command.exitCode());
  }

  private void stay(Process process) throws IOException {
    staying = Optional.of(process);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (other.said().lines().noneMatch(line -> line.startsWith("coordinator: "))) {
      assertThat(process.isAlive()).as("%s", other.said()).isTrue();
      assertThat(System.nanoTime()).as("not up within %s s: %s", PATIENCE_SECONDS, other.said()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /**
   * Ends what stays as Ctrl-C does, or finds it gone by itself. It sends SIGTERM, which does the same: whoever started the tests in the
   * background had SIGINT ignored for everything that they start.
   */
  void interrupt() throws IOException, InterruptedException {
    if (staying.isPresent()) {
      Process process = staying.get();
      if (process.isAlive()) {
        process.destroy();
      }
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s", other.said()).isTrue();
      assertThat(process.exitValue()).as("%s", other.said()).isZero();
      assertThat(other.said()).contains("nothing is left");
      staying = Optional.empty();
    }
  }

  /** Leaves nothing behind, even of a page that failed half-way. */
  void end() throws InterruptedException {
    if (staying.isPresent()) {
      // It takes everything down by itself when it is told to end.
      staying.get().destroy();
      staying.get().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
