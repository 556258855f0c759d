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
 * @param asOf sequence of the latest event that had been seen, of whatever run, when these rows were read while the run might go on: what
 *     came later is not known of it; null if it had come to its end before
 */
public record RunRow(RunId id, RunStatus status, @Nullable String idempotencyKey, List<OpRow> ops, @Nullable Long asOf) {
  public RunRow {
    ops = List.copyOf(ops);
  }

  /** Makes the rows of a run that had come to its end. */
  public RunRow(RunId id, RunStatus status, @Nullable String idempotencyKey, List<OpRow> ops) {
    this(id, status, idempotencyKey, ops, null);
  }

  /** Takes the rows from what the API tells of a run. */
  public static RunRow of(RunDetail run) {
    return of(run, null);
  }

  /** Takes the rows of a run that may go on. */
  static RunRow of(RunDetail run, @Nullable Long asOf) {
    return new RunRow(
        run.run().runId(), run.run().status(), run.run().idempotencyKey(), run.ops().stream().map(OpRow::of).toList(), asOf);
  }

  /** Returns the sequence up to which the run is known. */
  public long knownUntil() {
    return asOf == null ? Long.MAX_VALUE : asOf;
  }
}
