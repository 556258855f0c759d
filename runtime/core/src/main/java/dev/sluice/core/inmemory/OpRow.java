package dev.sluice.core.inmemory;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.FailedAttempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An op execution in memory. Guarded by its store's lock. */
final class OpRow {
  /** The order of the backlog: priority, then fair share, then age. */
  static final Comparator<OpRow> BEST_FIRST =
      Comparator.<OpRow>comparingInt(row -> -row.plan.priority()).thenComparingDouble(row -> row.rank).thenComparingLong(row -> row.ordinal);

  final long ordinal;
  final RunRow run;
  final IdempotencyKey key;
  final OpPlan plan;
  final List<OpRow> upstream = new ArrayList<>();
  final List<OpRow> downstream = new ArrayList<>();
  OpState state = OpState.WAITING;
  int attempt;
  int maxAttempts;
  /** Attempts that count for nothing any more: those before the latest redrive, and those given back. */
  int attemptsBefore;
  /** Place among the tenants' op executions of its priority; 0 for those of no tenant, which go first. */
  double rank;
  boolean ready;
  @Nullable Instant readySince;
  @Nullable String leaseOwner;
  @Nullable Instant leaseExpiresAt;
  @Nullable Instant notBefore;
  int publishSequence;
  @Nullable Instant publishedAt;
  @Nullable String output;
  @Nullable Cause cause;
  @Nullable String checkpoint;
  @Nullable OpProgress progress;
  @Nullable Instant leasedAt;
  final List<FailedAttempt> failures = new ArrayList<>();
  @Nullable LetterRow letter;

  OpRow(long ordinal, RunRow run, OpPlan plan) {
    this.ordinal = ordinal;
    this.run = run;
    this.key = new IdempotencyKey(run.request.runId(), plan.opKey());
    this.plan = plan;
    this.maxAttempts = plan.maxAttempts();
  }

  /** Refuses a change that the state machine does not have. */
  void become(OpState next) {
    if (!state.next().contains(next)) {
      throw new IllegalStateException(key + " cannot go from " + state + " to " + next);
    }
    state = next;
    if (next != OpState.RUNNING) {
      leaseOwner = null;
      leaseExpiresAt = null;
    }
    if (next != OpState.PENDING) {
      ready = false;
      readySince = null;
      notBefore = null;
    }
  }

  /** Joins it to the ops that it waits for, which are in the run already. */
  void linkUpstream() {
    for (String name : plan.upstream()) {
      OpRow before = run.ops.get(name);
      if (before == null) {
        throw new IllegalArgumentException(
            "op " + plan.opKey() + " of run " + key.runId() + " waits for " + name + ", which is not before it in the run");
      }
      upstream.add(before);
      before.downstream.add(this);
    }
  }

  void becomePending(Instant now) {
    become(OpState.PENDING);
    becomeReady(now);
  }

  void becomeReady(Instant now) {
    ready = true;
    readySince = now;
    notBefore = null;
  }

  boolean isHeldUnder(String worker, LeaseToken token) {
    return state == OpState.RUNNING && attempt == token.attempt() && worker.equals(leaseOwner);
  }

  boolean hasLostItsLease(Instant now) {
    return state == OpState.RUNNING && leaseExpiresAt != null && !leaseExpiresAt.isAfter(now);
  }

  boolean isInWindow(Instant forgotten) {
    return publishedAt != null && publishedAt.isAfter(forgotten);
  }

  boolean areUpstreamDone() {
    return upstream.stream().allMatch(row -> row.state == OpState.SUCCEEDED);
  }

  IdempotencyRecord record() {
    return new IdempotencyRecord(key, state, attempt, maxAttempts, plan.queue(), plan.priority(), leaseOwner, leaseExpiresAt,
        notBefore, publishSequence, output, cause, plan.orderingKey());
  }
}
