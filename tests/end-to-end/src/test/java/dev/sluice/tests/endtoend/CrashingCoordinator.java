package dev.sluice.tests.endtoend;

import dev.sluice.coordinator.CoordinatorMain;
import dev.sluice.core.fault.FaultPoint;
import java.util.EnumSet;

/** The real coordinator, which dies at each of its fault points. */
public final class CrashingCoordinator {
  static final EnumSet<FaultPoint> POINTS = EnumSet.of(
      FaultPoint.SUBMIT_COMMITTED, FaultPoint.PUBLISH_MARKED, FaultPoint.PUBLISH_SENT, FaultPoint.LEASES_RECOVERED,
      FaultPoint.DEAD_LETTERS_SENT);

  private CrashingCoordinator() {}

  public static void main(String[] arguments) {
    CoordinatorMain.run(arguments, CrashOnce.fromProperties(POINTS));
  }
}
