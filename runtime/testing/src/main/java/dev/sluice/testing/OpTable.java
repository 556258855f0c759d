package dev.sluice.testing;

import dev.sluice.core.run.Cause;
import java.util.Locale;

/** Shows what became of a run: what a failed assertion prints. */
final class OpTable {
  private OpTable() {}

  static String of(TestRun<?> run) {
    int width = run.ops().stream().mapToInt(op -> op.op().length()).max().orElse(0);
    StringBuilder table = new StringBuilder("run of job " + run.run().jobName() + ": " + run.status() + " after " + run.duration() + "\n");
    for (OpReport op : run.ops()) {
      String line = String.format(Locale.ROOT, "  %-" + Math.max(2, width) + "s  %-9s  %d %-8s  %s",
          op.op(), op.state(), op.attempts(), op.attempts() == 1 ? "attempt" : "attempts", remark(op));
      table.append(line.stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static String remark(OpReport op) {
    Cause cause = op.cause();
    String why = cause == null ? "" : cause.type() + ": " + cause.message().lines().findFirst().orElse("");
    String waits = op.waitsFor() == null ? "" : "waits for " + op.waitsFor();
    return why.isEmpty() || waits.isEmpty() ? why + waits : waits + " after " + why;
  }
}
