package dev.sluice.simulator.history;

import dev.sluice.core.api.RunDetail;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run: its own, and those of its op executions.
 *
 * @param id the run
 * @param status where it stands
 * @param idempotencyKey as submitted; null if none was
 * @param ops in the order in which they were submitted
 */
public record RunRow(RunId id, RunStatus status, @Nullable String idempotencyKey, List<OpRow> ops) {
  public RunRow {
    ops = List.copyOf(ops);
  }

  /** Takes the rows from what the API tells of a run. */
  public static RunRow of(RunDetail run) {
    return new RunRow(run.run().runId(), run.run().status(), run.run().idempotencyKey(), run.ops().stream().map(OpRow::of).toList());
  }
}
