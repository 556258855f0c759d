package dev.sluice.core.inmemory;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All runs and op executions of a store in memory, as rows that know each other. Guarded by the store's lock. */
final class Runs {
  private final Map<RunId, RunRow> byId = new HashMap<>();
  private final Map<String, RunRow> byIdempotencyKey = new HashMap<>();
  private final List<OpRow> ops = new ArrayList<>();
  private final InstantSource clock;
  private final EventLog events;
  private long nextOrdinal;

  Runs(InstantSource clock, EventLog events) {
    this.clock = clock;
    this.events = events;
  }

  /** All op executions, in the order in which they came. */
  List<OpRow> ops() {
    return ops;
  }

  Collection<RunRow> all() {
    return byId.values();
  }

  @Nullable RunRow get(RunId runId) {
    return byId.get(runId);
  }

  Optional<OpRow> op(IdempotencyKey key) {
    return Optional.ofNullable(byId.get(key.runId())).map(run -> run.ops.get(key.opKey()));
  }

  /** Returns the run that was submitted under the same idempotency key before. */
  Optional<RunRow> known(RunRequest request) {
    return request.idempotencyKey() == null ? Optional.empty() : Optional.ofNullable(byIdempotencyKey.get(request.idempotencyKey()));
  }

  /** Makes the rows of a run; none of its op executions may start yet. */
  RunRow add(RunRequest request) {
    RunRow run = new RunRow(request, clock.instant());
    request.ops().forEach(plan -> add(run, plan));
    byId.put(request.runId(), run);
    if (request.idempotencyKey() != null) {
      byIdempotencyKey.put(request.idempotencyKey(), run);
    }
    events.add(EventType.RUN_SUBMITTED, run, "submitter", EventDetails.submitted(request));
    return run;
  }

  /** Makes the row of one op execution more. */
  OpRow add(RunRow run, OpPlan plan) {
    OpRow op = new OpRow(nextOrdinal++, run, plan);
    op.linkUpstream();
    run.ops.put(plan.opKey(), op);
    ops.add(op);
    return op;
  }

  /** Returns the sub-jobs that op executions of a run have started, oldest first. */
  List<RunRow> children(RunId parent) {
    return byId.values().stream()
        .filter(run -> run.isChildOf(parent))
        .sorted(Comparator.comparing(run -> run.request.runId()))
        .toList();
  }

  /** Returns a run and everything below it that has not ended. */
  List<RunRow> openTree(RunRow root) {
    List<RunRow> tree = new ArrayList<>(List.of(root));
    for (int i = 0; i < tree.size(); i++) {
      children(tree.get(i).request.runId()).stream().filter(run -> run.ended == null).forEach(tree::add);
    }
    return tree;
  }

  List<Run> views(List<RunRow> runs) {
    return runs.stream().map(RunRow::view).toList();
  }

  /** Returns what ended before a time, oldest first. */
  private List<RunRow> endedBefore(Instant before) {
    return byId.values().stream().filter(run -> hasEnded(run, before)).sorted(Comparator.comparing(run -> run.request.runId())).toList();
  }

  /** Sub-jobs are kept as long as what they are part of. */
  private boolean hasEnded(RunRow run, Instant before) {
    IdempotencyKey parent = run.request.origin().parent();
    RunRow above = parent == null ? null : byId.get(parent.runId());
    return run.hasEnded(before) && (above == null || hasEnded(above, before));
  }

  /** Forgets at most so many of them; returns how many. */
  int forgetEndedBefore(Instant before, int limit) {
    List<RunRow> old = endedBefore(before).stream().limit(limit).toList();
    old.forEach(this::forget);
    return old.size();
  }

  /** Returns what op executions waited for, and has come. */
  Set<String> signals() {
    return ops.stream().flatMap(op -> Optional.ofNullable(op.signal).stream()).collect(Collectors.toSet());
  }

  private void forget(RunRow run) {
    byId.remove(run.request.runId());
    byIdempotencyKey.values().remove(run);
    ops.removeAll(run.ops.values());
    events.forget(run.request.runId());
  }
}
