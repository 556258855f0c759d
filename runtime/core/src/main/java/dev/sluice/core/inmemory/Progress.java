package dev.sluice.core.inmemory;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.Steering;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.Ending;
import dev.sluice.core.store.FailedAttempt;
import dev.sluice.core.store.Recovery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What becomes of op executions while they run: leases, results, retries, cancels. Guarded by the store's lock. */
final class Progress {
  private final InstantSource clock;
  private final EventLog events;
  private final Gates gates;
  private final Settlement settlement;

  Progress(InstantSource clock, EventLog events, Gates gates, Settlement settlement) {
    this.clock = clock;
    this.events = events;
    this.gates = gates;
    this.settlement = settlement;
  }

  Lease lease(OpRow op, Claim claim) {
    op.become(OpState.RUNNING);
    op.attempt++;
    op.leasedAt = clock.instant();
    op.leaseOwner = claim.worker();
    op.leaseExpiresAt = clock.instant().plus(claim.lease());
    Map<String, String> outputs = new HashMap<>();
    for (OpRow before : op.upstream) {
      if (before.output != null) {
        outputs.put(before.key.opKey(), before.output);
      }
    }
    events.add(EventType.OP_LEASED, op, claim.worker(), EventDetails.leased(outputs));
    return new Lease(new LeaseToken(op.key, op.attempt), op.run.request.jobName(), op.run.request.jobVersion(), op.plan.queue(),
        op.plan.priority(), op.maxAttempts, op.leaseExpiresAt, op.run.request.input(), outputs, op.run.request.tags(),
        op.plan.flow().input(), op.signal, Consequence.DOWNSTREAM);
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
    Ending ending = Ending.of(attempt, op.maxAttempts, op.run.cancelRequested);
    if (ending.isSuspended()) {
      suspend(op, ((ExecutionResult.Suspended) attempt.result()).child(), ending, worker);
    } else {
      follow(op, ending, worker, attempt.result() instanceof ExecutionResult.Success success ? success.steering() : Steering.NONE);
    }
  }

  /** It goes on when its sub-job has ended, and this attempt at it counts for nothing. */
  private void suspend(OpRow op, RunRequest child, Ending ending, String worker) {
    op.maxAttempts++;
    op.attemptsBefore++;
    op.become(OpState.PENDING);
    op.isAwaiting = true;
    op.child = child.runId();
    op.notBefore = ending.pause().isZero() ? null : clock.instant().plus(ending.pause());
    events.add(ending.event(), op, worker, ending.detail());
    settlement.accept(child.on(op.run.request.terms()));
  }

  void loseLease(OpRow op, String actor) {
    follow(op, Ending.ofLostLease(String.valueOf(op.leaseOwner), op.attempt, op.maxAttempts, op.run.cancelRequested), actor, Steering.NONE);
  }

  /**
   * Brings back what lost its lease and what has come due.
   *
   * @param callOff called with each sub-job whose time is up
   */
  Recovery recover(List<OpRow> ops, int limit, Consumer<RunId> callOff) {
    List<OpRow> abandoned = ops.stream().filter(op -> op.hasLostItsLease(clock.instant())).limit(limit).toList();
    for (OpRow op : abandoned) {
      op.publishedAt = null;
      loseLease(op, "recovery");
    }
    int failed = (int) abandoned.stream().filter(op -> op.state == OpState.FAILED).count();
    List<OpRow> due = ops.stream()
        .filter(op -> op.isDue(clock.instant()))
        .sorted(Comparator.comparing(op -> op.notBefore))
        .limit(limit)
        .toList();
    List<OpRow> overdue = due.stream().filter(op -> op.awaitedChild() != null).toList();
    due.stream().filter(op -> op.awaitedChild() == null).forEach(op -> op.becomeReady(clock.instant()));
    int calledOff = 0;
    for (OpRow op : overdue) {
      RunId child = op.awaitedChild();
      if (child != null) { // unless it was itself called off with one before it
        op.notBefore = null;
        callOff.accept(child);
        calledOff++;
      }
    }
    return new Recovery(abandoned.size() - failed, failed, due.size() - overdue.size() + calledOff);
  }

  void release(OpRow op, String worker) {
    op.publishedAt = null;
    op.maxAttempts++;
    op.attemptsBefore++;
    follow(op, Ending.ofRelease(op.run.cancelRequested), worker, Steering.NONE);
  }

  private void follow(OpRow op, Ending ending, String actor, Steering steering) {
    fail(op, ending);
    op.output = ending.output();
    op.cause = ending.cause() == null ? op.cause : ending.cause();
    if (ending.next() != OpState.PENDING) {
      settlement.finish(op, ending.next(), actor, ending.detail(), ending.next() == OpState.SUCCEEDED ? steering : Steering.NONE);
      return;
    }
    op.become(OpState.PENDING);
    if (ending.event() == EventType.OP_RETRIED && op.child != null) {
      op.signal = null; // the next attempt starts another sub-job
      op.child = null;
    }
    Instant now = clock.instant();
    Instant paused = now.plus(ending.pause());
    Instant permitted = ending.event() == EventType.OP_RETRIED ? gates.permit(op, now) : now;
    Instant start = permitted.isAfter(paused) ? permitted : paused;
    if (start.isAfter(now)) {
      op.notBefore = start;
    } else {
      op.becomeReady(now);
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

  /** Calls off a run, the first of these, and those below it; what they held goes to others, and so only once all are called off. */
  void cancel(List<RunRow> tree, String reason) {
    List<OpRow> canceled = new ArrayList<>();
    for (RunRow run : tree) {
      cancel(run, run == tree.get(0) ? reason : "the run that it is part of was called off: " + reason, canceled);
    }
    canceled.forEach(op -> settlement.leave(op, "canceler"));
  }

  private void cancel(RunRow run, String reason, List<OpRow> canceled) {
    run.cancelRequested = true;
    events.add(EventType.RUN_CANCEL_REQUESTED, run, "canceler", reason);
    for (OpRow op : run.ops.values()) {
      if (op.state == OpState.WAITING || op.state == OpState.PENDING) {
        op.become(OpState.CANCELED);
        events.add(EventType.OP_CANCELED, op, "canceler", reason);
        canceled.add(op);
      }
    }
    settlement.closeIfDone(run);
  }
}
