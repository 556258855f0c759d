package dev.sluice.tests.endtoend;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.worker.WorkerMain;
import java.util.EnumSet;

/** The real worker, which dies at each of its fault points. */
public final class CrashingWorker {
  static final EnumSet<FaultPoint> POINTS = EnumSet.of(FaultPoint.MESSAGE_RECEIVED, FaultPoint.OPS_CLAIMED, FaultPoint.OP_RETURNED,
      FaultPoint.RESULTS_COMMITTED, FaultPoint.BEFORE_DELETE, FaultPoint.MESSAGES_DELETED);

  private CrashingWorker() {}

  public static void main(String[] arguments) {
    WorkerMain.run(arguments, CrashOnce.fromProperties(POINTS));
  }
}
