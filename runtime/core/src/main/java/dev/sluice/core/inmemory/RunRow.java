package dev.sluice.core.inmemory;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.RunFilter;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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
    boolean stands = output() != null;
    int failed = (int) ops.values().stream()
        .filter(op -> op.state == OpState.FAILED && !(stands && op.plan.flow().mayFail()))
        .count();
    return RunStatus.verdict(failed, count(OpState.CANCELED), cancelRequested);
  }

  /** The output of its output op; null until that has succeeded. */
  @Nullable String output() {
    OpRow op = ops.get(request.outputOp());
    return op == null ? null : op.output;
  }

  boolean isChildOf(RunId parent) {
    IdempotencyKey key = request.origin().parent();
    return key != null && key.runId().equals(parent);
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
    return new Run(request.runId(), request.jobName(), request.jobVersion(), status(), request.input(),
        output(), request.tags(), request.idempotencyKey(), ops.size(), openOps(), submittedAt,
        finishedAt, request.origin(), request.terms());
  }

  /** Tells whether it ended before a time and nobody has anything to do with it any more. */
  boolean hasEnded(Instant before) {
    return finishedAt != null && finishedAt.isBefore(before) && !isQuarantined();
  }

  /** Returns what a filter lets through, newest first. */
  static List<Run> list(Collection<RunRow> runs, RunFilter filter) {
    return runs.stream()
        .filter(run -> filter.jobName().isEmpty() || filter.jobName().get().equals(run.request.jobName()))
        .filter(run -> filter.before().isEmpty() || run.request.runId().compareTo(filter.before().get()) < 0)
        .sorted(Comparator.<RunRow, RunId>comparing(run -> run.request.runId()).reversed())
        .limit(filter.limit())
        .map(RunRow::view)
        .toList();
  }
}
