package dev.sluice.worker;

import dev.sluice.core.job.StopReason;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import java.time.Duration;
import java.util.List;

/**
 * Ends the work in hand: running ops may finish and commit, or end with their next checkpoint and go on elsewhere; those that
 * do neither in time are interrupted and handed over, lease released, message deleted, row back in the backlog. Runs on the thread that drains.
 */
final class Drain {
  /** Bound on each step after the ops' own time is up; ECS kills a task 120 s after SIGTERM at the latest. */
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Cause CALLED_EXIT =
      Cause.named("CalledExit", "the op called System.exit, which ends the worker: return, or throw what is wrong");

  private final HeldAttempts held;
  private final HandOver handOver;
  private final Settler settler;
  private final FinishedAttempts finished;

  Drain(HeldAttempts held, HandOver handOver, Settler settler, FinishedAttempts finished) {
    this.held = held;
    this.handOver = handOver;
    this.settler = settler;
    this.finished = finished;
  }

  /** Returns whether every op finished in time. The caller has stopped whatever claims. */
  boolean run(Duration patience) throws InterruptedException {
    failWhatHasCalledExit();
    held.handOverAtCheckpoints();
    boolean allFinished = held.awaitNone(patience);
    if (!allFinished) {
      failWhatHasCalledExit();
      handOver(held.all().stream().filter(attempt -> attempt.result() == null).toList());
      held.awaitNone(STEP);
    }
    settler.awaitIdle(STEP);
    return allFinished;
  }

  /** An op that ends its worker would end the next one too, and each hand-over gives its attempt back. */
  private void failWhatHasCalledExit() {
    held.all().stream().filter(HeldAttempt::hasCalledExit)
        .filter(attempt -> attempt.abandon(new ExecutionResult.Failure(CALLED_EXIT, false)))
        .forEach(finished::add);
  }

  private void handOver(List<HeldAttempt> running) {
    List<HeldAttempt> ours = running.stream().filter(held::remove).toList();
    ours.forEach(attempt -> attempt.signal().stop(StopReason.HANDED_OVER));
    handOver.giveBack(ours);
  }
}
