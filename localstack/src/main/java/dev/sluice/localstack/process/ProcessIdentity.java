package dev.sluice.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells a process from a later one that was given the same id, also from another process; on Linux also after the machine's clock was
 * set: what Java says of a start is counted from the boot time, which Linux works out anew from that clock.
 *
 * @param pid the process's id
 * @param start on Linux {@code ticks:} and the clock ticks from the machine's boot to its start, field 22 of {@code /proc/PID/stat}
 *     (proc_pid_stat(5)); elsewhere milliseconds since the epoch, and 0 where the platform does not tell
 */
public record ProcessIdentity(long pid, String start) {
  private static final String TICKS = "ticks:";
  private static final String UNTOLD = "0";
  /** Counted from what follows the program's name, which is field 2 and may have spaces and parentheses in it. */
  private static final int START = 22 - 3;
  /** Start times are derived from the boot time and may differ a little between two readings. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** Returns who a running process is. */
  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), ticks(process.pid()).orElseGet(() -> Long.toString(milliseconds(process))));
  }

  /** Returns who each of these is, without those that have ended meanwhile. */
  public static Stream<ProcessIdentity> ofEach(Stream<ProcessHandle> processes) {
    boolean areStartsTold = !of(ProcessHandle.current()).start.equals(UNTOLD);
    return processes.map(ProcessIdentity::of).filter(identity -> !areStartsTold || !identity.start.equals(UNTOLD));
  }

  /**
   * Returns the process if it still runs and is no other with its id.
   *
   * @throws NumberFormatException if the start is none of the texts that it may be
   */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::hasStarted);
  }

  private boolean hasStarted(ProcessHandle process) {
    if (start.startsWith(TICKS)) {
      return ticks(pid).filter(start::equals).isPresent();
    }
    return start.equals(UNTOLD) || Math.abs(milliseconds(process) - Long.parseLong(start)) <= TOLERANCE.toMillis();
  }

  /** Returns the process if it still runs and started no later than this time of the clock as it is now, at which it was seen running. */
  static Optional<ProcessHandle> findSeenAt(long pid, Instant seen) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> milliseconds(process) <= seen.plus(TOLERANCE).toEpochMilli());
  }

  private static long milliseconds(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static Optional<String> ticks(long pid) {
    try {
      return Optional.of(start(Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty(); // no Linux, or no such process any more
    }
  }

  /** Returns the start that stands in the text of {@code /proc/PID/stat}. */
  static String start(String stat) {
    return TICKS + stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ")[START];
  }
}
