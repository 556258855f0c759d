package dev.sluice.coordinator.api;

import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.RunStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has to be tried again for a run that failed: in the run, and in the sub-jobs that it failed for. */
final class FailedWork {
  private final RunStore store;

  FailedWork(RunStore store) {
    this.store = store;
  }

  /** Returns what failed in a run, and in those of its latest sub-jobs that can go on from where they failed; the others are started anew. */
  Set<IdempotencyKey> of(RunId run) {
    return in(run, store.ops(run));
  }

  private Set<IdempotencyKey> in(RunId run, List<IdempotencyRecord> ops) {
    Set<IdempotencyKey> keys = new HashSet<>(failed(ops));
    Set<IdempotencyKey> ordered = ops.stream().filter(op -> op.orderingKey() != null).map(IdempotencyRecord::key).collect(Collectors.toSet());
    latest(run).forEach((op, child) -> {
      if (keys.contains(op) && !ordered.contains(op) && child.status() == RunStatus.FAILED) { // else it would go on before its turn
        List<IdempotencyRecord> inside = store.ops(child.id());
        if (canGoOn(inside)) {
          keys.addAll(in(child.id(), inside));
        }
      }
    });
    return keys;
  }

  private static Set<IdempotencyKey> failed(List<IdempotencyRecord> ops) {
    return ops.stream().filter(op -> op.state() == OpState.FAILED).map(IdempotencyRecord::key).collect(Collectors.toSet());
  }

  /** The sub-jobs that ops have started last, and so wait for. */
  private Map<IdempotencyKey, Run> latest(RunId run) {
    Map<IdempotencyKey, Run> latest = new HashMap<>();
    for (Run child : store.children(run)) {
      @Nullable IdempotencyKey parent = child.origin().parent();
      if (parent != null) {
        latest.merge(parent, child, (one, other) -> one.submittedAt().isAfter(other.submittedAt()) ? one : other);
      }
    }
    return latest;
  }

  /** A sub-job whose effects were undone would go on without them, and one of which something was dropped would only fail again. */
  private boolean canGoOn(List<IdempotencyRecord> ops) {
    Set<IdempotencyKey> failed = failed(ops);
    boolean isUndone = ops.stream().anyMatch(op -> op.key().opKey().startsWith(RunPlanner.undoKey("")));
    return !isUndone && !failed.isEmpty() && store.deadLetters().list(DeadLetterFilter.of(failed)).size() == failed.size();
  }
}
