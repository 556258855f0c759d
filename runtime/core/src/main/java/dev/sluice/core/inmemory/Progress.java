package dev.sluice.core.inmemory;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.Ending;
import dev.sluice.core.store.FailedAttempt;
import dev.sluice.core.store.Recovery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What follows from a change of an op execution: its event, its downstream, its run. Guarded by the store's lock. */
final class Progress {
  private final InstantSource clock;
  private final EventLog events;
  private final Gates gates;
  private final Consumer<RunId> ended;

  Progress(InstantSource clock, EventLog events, Gates gates, Consumer<RunId> ended) {
    this.clock = clock;
    this.events = events;
    this.gates = gates;
    this.ended = ended;
  }

  Lease lease(OpRow op, Claim claim) {
    op.become(OpState.RUNNING);
    op.attempt++;
    op.leasedAt = clock.instant();
    op.leaseOwner = claim.worker();
    op.leaseExpiresAt = clock.instant().plus(claim.lease());
    Map<String, String> outputs = new HashMap<>();
    op.upstream.forEach(before -> outputs.put(before.key.opKey(), Objects.requireNonNull(before.output)));
    events.add(EventType.OP_LEASED, op, claim.worker(), EventDetails.leased(outputs));
    return new Lease(new LeaseToken(op.key, op.attempt), op.run.request.jobName(), op.run.request.jobVersion(), op.plan.queue(),
        op.plan.priority(), op.maxAttempts, op.leaseExpiresAt, op.run.request.input(), outputs, op.run.request.tags());
  }

  /** What an op without upstream becomes when its run is submitted. */
  void begin(OpRow op) {
    if (op.plan.isLimited()) {
      free(op, "submitter");
    } else {
      op.becomePending(clock.instant());
    }
  }

  OpExecutionTask publish(OpRow op) {
    op.publishSequence++;
    op.publishedAt = clock.instant();
    return new OpExecutionTask(OpExecutionTask.CURRENT_VERSION, op.key.toString(), op.key.runId().toString(), op.key.opKey(),
        op.run.request.jobName(), op.run.request.jobVersion(), op.plan.queue(), op.plan.priority(), op.publishSequence, null);
  }

  /** Records what an attempt produced; the caller has checked that it is the current one. */
  void end(OpRow op, Attempt attempt, String worker) {
    if (attempt.holdsMessage()) {
      op.publishedAt = null;
    }
    follow(op, Ending.of(attempt, op.maxAttempts, op.run.cancelRequested), worker);
  }

  void loseLease(OpRow op, String actor) {
    op.publishedAt = null;
    follow(op, Ending.ofLostLease(String.valueOf(op.leaseOwner), op.attempt, op.maxAttempts, op.run.cancelRequested), actor);
  }

  /** Brings back what lost its lease and what has come due. */
  Recovery recover(List<OpRow> ops, int limit) {
    List<OpRow> abandoned = ops.stream().filter(op -> op.hasLostItsLease(clock.instant())).limit(limit).toList();
    abandoned.forEach(op -> loseLease(op, "recovery"));
    int failed = (int) abandoned.stream().filter(op -> op.state == OpState.FAILED).count();
    List<OpRow> due = ops.stream()
        .filter(op -> op.state == OpState.PENDING && op.notBefore != null && !op.notBefore.isAfter(clock.instant()))
        .limit(limit)
        .toList();
    due.forEach(op -> op.becomeReady(clock.instant()));
    return new Recovery(abandoned.size() - failed, failed, due.size());
  }

  void release(OpRow op, String worker) {
    op.publishedAt = null;
    op.maxAttempts++;
    op.attemptsBefore++;
    follow(op, Ending.ofRelease(op.run.cancelRequested), worker);
  }

  private void follow(OpRow op, Ending ending, String actor) {
    fail(op, ending);
    op.output = ending.output();
    op.cause = ending.cause() == null ? op.cause : ending.cause();
    if (ending.next() != OpState.PENDING) {
      finish(op, ending.next(), actor, ending.detail());
      return;
    }
    op.become(OpState.PENDING);
    if (ending.pause().isZero()) {
      op.becomeReady(clock.instant());
    } else {
      Instant permitted = gates.permit(op, clock.instant());
      Instant paused = clock.instant().plus(ending.pause());
      op.notBefore = permitted.isAfter(paused) ? permitted : paused;
    }
    events.add(ending.event(), op, actor, ending.detail());
  }

  /** Keeps what a dead letter must tell. */
  private void fail(OpRow op, Ending ending) {
    String owner = String.valueOf(op.leaseOwner);
    Cause cause = ending.event() == EventType.OP_LEASE_LOST ? Ending.leaseLost(owner) : ending.cause();
    if (cause != null && ending.next() != OpState.CANCELED) {
      op.failures.add(new FailedAttempt(op.attempt, owner, op.leasedAt, clock.instant(), cause));
    }
    if (cause != null && ending.next() == OpState.FAILED) {
      op.letter = new LetterRow(new DeadLetter(new LeaseToken(op.key, op.attempt), op.run.request.jobName(), op.plan.queue(),
          cause.type(), cause.message(), clock.instant()));
    }
  }

  void cancel(RunRow run, String reason) {
    run.cancelRequested = true;
    events.add(EventType.RUN_CANCEL_REQUESTED, run, "canceler", reason);
    List<OpRow> waiting = run.ops.values().stream()
        .filter(op -> op.state == OpState.WAITING || op.state == OpState.PENDING)
        .toList();
    waiting.forEach(op -> {
      op.become(OpState.CANCELED);
      events.add(EventType.OP_CANCELED, op, "canceler", reason);
    });
    waiting.forEach(op -> leave(op, "canceler"));
    closeIfDone(run);
  }

  private void finish(OpRow op, OpState end, String actor, @Nullable String detail) {
    op.become(end);
    events.add(EventType.ofEnd(end), op, actor, detail);
    for (OpRow next : op.downstream) {
      if (next.state != OpState.WAITING) {
        continue;
      }
      if (end != OpState.SUCCEEDED) {
        finish(next, OpState.SKIPPED, actor, op.key.opKey() + " did not succeed");
      } else if (next.areUpstreamDone()) {
        free(next, actor);
      }
    }
    closeIfDone(op.run);
    leave(op, actor);
  }

  /** Makes an op execution ready whose upstream is done, or as soon as the gates let it through. */
  void free(OpRow op, String actor) {
    if (!op.plan.isLimited()) {
      op.become(OpState.PENDING);
      op.becomeReady(clock.instant());
      events.add(EventType.OP_READY, op, actor, null);
      return;
    }
    Instant now = clock.instant();
    gates.admit(op, now).ifPresent(permitted -> {
      Instant start = op.notBefore == null || permitted.isAfter(op.notBefore) ? permitted : op.notBefore;
      op.become(OpState.PENDING);
      if (start.isAfter(now)) {
        op.notBefore = start;
      } else {
        op.becomeReady(now);
      }
      events.add(EventType.OP_READY, op, actor, start.isAfter(now) ? EventDetails.READY_LATER : null);
    });
  }

  /** A terminal op execution gives back what it held, however it ended. */
  private void leave(OpRow op, String actor) {
    gates.leave(op).ifPresent(next -> free(next, actor));
  }

  /** What was terminal waits again, and has its place in its lane again; the caller frees it. */
  void comeBack(OpRow op) {
    op.become(OpState.WAITING);
    gates.enter(op);
  }

  private void closeIfDone(RunRow run) {
    if (run.ended != null || run.openOps() > 0) {
      return;
    }
    RunStatus verdict = run.verdict();
    run.ended = verdict;
    run.finishedAt = clock.instant();
    events.add(EventType.ofEnd(verdict), run, "store", null);
    ended.accept(run.request.runId());
  }
}
