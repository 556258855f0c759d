package dev.sluice.tests.endtoend;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Ends the process without any clean-up at the n-th pass of each fault point, once for each point among all processes that share a
 * folder: whoever creates the point's file dies.
 */
final class CrashOnce implements Faults {
  /** As SIGKILL would be reported. */
  private static final int KILLED = 137;

  private final Path folder;
  private final Set<FaultPoint> points;
  private final int passes;
  private final Map<FaultPoint, Integer> passed = new EnumMap<>(FaultPoint.class);

  /** Strikes the points at their pass number {@code passes} in a process. */
  CrashOnce(Path folder, Set<FaultPoint> points, int passes) {
    this.folder = folder;
    this.points = points;
    this.passes = passes;
  }

  /** Reads folder and passes from the system properties that {@link CrashImages} sets. */
  static CrashOnce fromProperties(Set<FaultPoint> points) {
    return new CrashOnce(Path.of(System.getProperty("crash.folder")), points, Integer.getInteger("crash.passes"));
  }

  static Path markOf(Path folder, FaultPoint point) {
    return folder.resolve(point.name());
  }

  /** Leases are lost, and dead letters sent, too seldom to wait for a later pass. */
  private int passesUntil(FaultPoint point) {
    return point == FaultPoint.LEASES_RECOVERED || point == FaultPoint.DEAD_LETTERS_SENT ? 1 : passes;
  }

  @Override
  public synchronized void at(FaultPoint point) {
    if (!points.contains(point) || passed.merge(point, 1, Integer::sum) < passesUntil(point)) {
      return;
    }
    try {
      Files.createFile(markOf(folder, point));
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(KILLED);
  }
}
