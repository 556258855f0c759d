package dev.sluice.core.inmemory;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.store.FailedAttempt;
import dev.sluice.core.store.SignalOutcome;
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
  /** What it waited for, once it has come. */
  @Nullable String signal;
  /** Its trigger has struck. */
  boolean isTriggered;
  /** SKIPPED, since a decision went another way, here or where a fork has it from. */
  boolean isNotChosen;
  /** PENDING, and waits for a signal or a sub-job. */
  boolean isAwaiting;
  /** The latest sub-job that it has started. */
  @Nullable RunId child;

  OpRow(long ordinal, RunRow run, OpPlan plan) {
    this.ordinal = ordinal;
    this.run = run;
    this.key = new IdempotencyKey(run.request.runId(), plan.opKey());
    this.plan = plan;
    this.maxAttempts = plan.maxAttempts();
    Flow.Given given = plan.flow().given();
    if (given != null) {
      this.state = given.state();
      this.output = given.output();
      this.isNotChosen = state == OpState.SKIPPED;
    }
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
      isAwaiting = false;
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
      waitFor(before);
    }
  }

  void waitFor(OpRow before) {
    upstream.add(before);
    before.downstream.add(this);
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

  /** Keeps a checkpoint, and the lease until this time at least. */
  void keep(String payload, Instant until) {
    checkpoint = payload;
    if (leaseExpiresAt == null || leaseExpiresAt.isBefore(until)) {
      leaseExpiresAt = until;
    }
  }

  boolean isHeldUnder(String worker, LeaseToken token) {
    return state == OpState.RUNNING && attempt == token.attempt() && worker.equals(leaseOwner);
  }

  boolean hasLostItsLease(Instant now) {
    return state == OpState.RUNNING && leaseExpiresAt != null && !leaseExpiresAt.isAfter(now);
  }

  boolean isDue(Instant now) {
    return state == OpState.PENDING && notBefore != null && !notBefore.isAfter(now);
  }

  /** Returns the sub-job that it waits for, perhaps besides its admission; null if it waits for none. */
  @Nullable RunId awaitedChild() {
    return isAwaiting || state == OpState.WAITING && signal == null ? child : null;
  }

  /** Tells what becomes of a signal to it. */
  SignalOutcome.Answer answer() {
    Flow.Pause pause = plan.flow().pause();
    if (pause == null || !pause.forSignal()) {
      return SignalOutcome.Answer.NOT_AWAITED;
    }
    if (signal != null) {
      return SignalOutcome.Answer.REPEATED;
    }
    return state == OpState.WAITING || isAwaiting ? SignalOutcome.Answer.TAKEN : SignalOutcome.Answer.TOO_LATE;
  }

  /** Tells whether its upstream lets it go. */
  boolean isReleased() {
    return isTriggered || !plan.isTriggered() && upstream.stream().allMatch(row -> row.state == OpState.SUCCEEDED);
  }

  /** Tells whether, skipped, it may wait again: its upstream has not decided yet. */
  boolean mayBeReopened() {
    return !isNotChosen && (plan.isTriggered() ? plan.flow().trigger().decide(standing()) == Trigger.Decision.WAIT
        : upstream.stream().allMatch(row -> row.state == OpState.SUCCEEDED || !row.state.isTerminal())
            && upstream.stream().anyMatch(row -> !row.state.isTerminal()));
  }

  /** How its upstream stands, for its trigger to judge. */
  Trigger.Standing standing() {
    int open = 0;
    int succeeded = 0;
    int failed = 0;
    int fatal = 0;
    boolean stands = run.output() != null;
    for (OpRow before : upstream) {
      open += before.state.isTerminal() ? 0 : 1;
      succeeded += before.state == OpState.SUCCEEDED ? 1 : 0;
      failed += before.state == OpState.FAILED || before.state == OpState.CANCELED ? 1 : 0;
      fatal += before.state == OpState.FAILED && !(stands && before.plan.flow().mayFail()) ? 1 : 0;
    }
    return new Trigger.Standing(open, succeeded, failed, fatal);
  }

  IdempotencyRecord record() {
    return new IdempotencyRecord(key, state, attempt, maxAttempts, plan.queue(), plan.priority(), leaseOwner, leaseExpiresAt,
        notBefore, publishSequence, output, cause, plan.isGiven() ? null : plan.orderingKey(), plan.flow().input());
  }
}
