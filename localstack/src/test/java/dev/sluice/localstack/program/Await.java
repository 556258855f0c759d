package dev.sluice.localstack.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process will bring about; only a condition that never comes true makes a test slow. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /** Waits until the condition holds. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!condition.call()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** True if a process has ended, whether or not its new parent has taken notice of that. */
  public static boolean hasEnded(ProcessHandle process) {
    try {
      return !process.isAlive() || Files.readString(Path.of("/proc/" + process.pid() + "/stat")).matches("(?s).*\\) [ZX] .*");
    } catch (IOException e) {
      return !process.isAlive();
    }
  }
}
