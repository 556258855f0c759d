package dev.sluice.core.inmemory;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run in memory. Guarded by its store's lock. */
final class RunRow {
  final RunRequest request;
  final Instant submittedAt;
  final Map<String, OpRow> ops = new LinkedHashMap<>();
  boolean cancelRequested;
  @Nullable RunStatus ended;
  @Nullable Instant finishedAt;

  RunRow(RunRequest request, Instant submittedAt) {
    this.request = request;
    this.submittedAt = submittedAt;
  }

  int openOps() {
    return (int) ops.values().stream().filter(op -> !op.state.isTerminal()).count();
  }

  /** The status that a run ends with once all its ops are terminal. */
  RunStatus verdict() {
    int failed = count(OpState.FAILED);
    return RunStatus.verdict(failed, ops.size() - failed - count(OpState.SUCCEEDED), cancelRequested);
  }

  private int count(OpState state) {
    return (int) ops.values().stream().filter(op -> op.state == state).count();
  }

  /** Tells whether an op of it waits for somebody to redrive or drop it. */
  boolean isQuarantined() {
    return ops.values().stream().anyMatch(op -> op.letter != null && op.letter.leftAt == null);
  }

  RunStatus status() {
    if (ended != null) {
      return ended;
    }
    return ops.values().stream().anyMatch(op -> op.attempt > 0) ? RunStatus.RUNNING : RunStatus.PENDING;
  }

  Run view() {
    OpRow outputOp = ops.get(request.outputOp());
    return new Run(request.runId(), request.jobName(), request.jobVersion(), status(), request.input(),
        outputOp == null ? null : outputOp.output, request.tags(), request.idempotencyKey(), ops.size(), openOps(), submittedAt,
        finishedAt);
  }
}
