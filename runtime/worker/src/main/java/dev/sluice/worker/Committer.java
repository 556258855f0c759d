package dev.sluice.worker;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.CommitOutcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Commits what has finished, all that waits in one transaction that also claims the next ops for the slots that come free (step 5
 * of the protocol). One thread runs it; while it commits, the next group gathers.
 */
final class Committer implements Runnable {
  static final String PART = "commit";
  /** {@link Cause#type()} of a result that the store refuses for what is in it. */
  static final String UNCOMMITTABLE = "UncommittableResult";

  private final WorkerOptions options;
  private final GroupCommit groupCommit;
  private final Slots slots;
  private final HeldAttempts held;
  private final FinishedAttempts finished;
  private final Launcher launcher;
  private final Intake intake;
  private final Settler settler;
  private final PlatformListener listener;
  private final Faults faults;
  private final Interruption interruption = new Interruption();

  Committer(WorkerParts parts, WorkerOptions options, DryQueues dry, Pulse pulse, Slots slots, HeldAttempts held, FinishedAttempts finished,
      Launcher launcher, Intake intake, Settler settler) {
    this.options = options;
    this.groupCommit = new GroupCommit(parts, options, dry, pulse, interruption);
    this.slots = slots;
    this.held = held;
    this.finished = finished;
    this.launcher = launcher;
    this.intake = intake;
    this.settler = settler;
    this.listener = parts.listener();
    this.faults = parts.faults();
  }

  @Override
  public void run() {
    while (!interruption.isStopped()) {
      try {
        commit(take());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        listener.troubled(PART, Reconnect.told(e));
      }
    }
  }

  private List<HeldAttempt> take() throws InterruptedException {
    interruption.enter();
    try {
      return finished.take(options.commitBatchSize());
    } finally {
      interruption.leave();
    }
  }

  private void commit(List<HeldAttempt> batch) throws InterruptedException {
    CommitOutcome outcome;
    try {
      outcome = commitAndClaim(batch);
    } catch (UncommittableException e) {
      commitApart(batch, e);
      return;
    }
    try {
      faults.at(FaultPoint.RESULTS_COMMITTED);
      launcher.launch(outcome.next().stream().map(lease -> new HeldAttempt(lease, null)).toList());
      follow(batch, outcome);
    } finally {
      batch.forEach(held::remove); // last: a drain ends when nothing is in hand
    }
  }

  /** What the commit frees downstream fills idle slots too, without a trip through the queue. */
  private CommitOutcome commitAndClaim(List<HeldAttempt> batch) throws UncommittableException, InterruptedException {
    int idle = slots.beginClaimAtOnce();
    int unfilled = idle;
    try {
      int free = idle + leftSlots(batch);
      CommitOutcome outcome = groupCommit.commit(batch, free);
      unfilled = free - outcome.next().size();
      return outcome;
    } finally {
      slots.endClaim(unfilled);
    }
  }

  /** Attempts leave their slots, but for those whose code still runs. */
  private static int leftSlots(List<HeldAttempt> batch) {
    return (int) batch.stream().filter(attempt -> !attempt.isAbandoned()).count();
  }

  /** Tells of a commit, and sees to the messages: those of fenced attempts are judged by their rows, which have moved on. */
  private void follow(List<HeldAttempt> batch, CommitOutcome outcome) {
    Set<LeaseToken> fenced = outcome.fenced();
    if (fenced.isEmpty()) {
      settler.settle(outcome.toPublish(), messages(batch));
    } else {
      settler.settle(outcome.toPublish(), messages(batch.stream().filter(attempt -> !fenced.contains(attempt.token())).toList()));
      fenced.forEach(listener::fenced);
      intake.giveUp(messages(batch.stream().filter(attempt -> fenced.contains(attempt.token())).toList()));
    }
    if (!outcome.committed().isEmpty()) {
      listener.committed(outcome.committed());
    }
  }

  private static List<HeldMessage> messages(List<HeldAttempt> attempts) {
    return attempts.stream().map(HeldAttempt::message).filter(Objects::nonNull).toList();
  }

  /**
   * The store refused a group for what is in it, not for being out of reach. One result must not hold up the others: each is
   * committed by itself, and the one that is refused again becomes a failure that says so.
   */
  private void commitApart(List<HeldAttempt> batch, UncommittableException refusal) throws InterruptedException {
    if (batch.size() > 1) {
      for (HeldAttempt attempt : batch) {
        commit(List.of(attempt));
      }
      return;
    }
    HeldAttempt attempt = batch.get(0);
    listener.troubled("commit of " + attempt.token(), refusal.cause());
    if (attempt.result() instanceof ExecutionResult.Failure failure && failure.cause().type().equals(UNCOMMITTABLE)) {
      // Not even the failure can be written: the lease runs out, and recovery counts the attempt.
      held.remove(attempt);
      slots.giveBack(leftSlots(batch));
      return;
    }
    boolean retryable = !(attempt.result() instanceof ExecutionResult.Failure failure) || failure.retryable();
    attempt.replace(new ExecutionResult.Failure(Cause.named(UNCOMMITTABLE, "the store refused the result: " + refusal.getMessage()), retryable));
    commit(batch);
  }

  /** Commits from now on without claiming anything new. */
  void stopClaiming() {
    groupCommit.stopClaiming();
  }

  /** Ends the thread; what is not committed by then is never committed by this worker. */
  void stop() {
    interruption.stop();
  }
}
