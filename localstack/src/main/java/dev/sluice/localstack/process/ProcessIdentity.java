package dev.sluice.localstack.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells a process from a later one that was given the same id. */
final class ProcessIdentity {
  /** Start times are derived from the boot time and may differ a little between two readings. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private ProcessIdentity() {}

  /** Returns the start of a process in milliseconds since the epoch, 0 where the platform does not tell. */
  static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Returns the process if it still runs and is the one that started at this time. */
  static Optional<ProcessHandle> find(long pid, long start) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> start == 0 || Math.abs(startOf(process) - start) <= TOLERANCE.toMillis());
  }

  /** Returns the process if it still runs and started no later than this time, at which it was seen running. */
  static Optional<ProcessHandle> findSeenAt(long pid, Instant seen) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process) <= seen.plus(TOLERANCE).toEpochMilli());
  }
}
