package dev.sluice.worker;

import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.StopReason;
import dev.sluice.core.time.Alarm;
import java.time.Duration;

/**
 * Gives code that was told to stop a time to return in, and fences off what does not: the attempt ends in the store, its lease is no
 * longer renewed, and whatever the code still does is refused. A thread cannot be killed, so the slot stays taken until the code
 * returns. Safe for any thread.
 */
final class Grace {
  private final Duration grace;
  private final OpRunner runner;
  private final Alarm alarm;
  private final FinishedAttempts finished;

  Grace(Duration grace, OpRunner runner, Alarm alarm, FinishedAttempts finished) {
    this.grace = grace;
    this.runner = runner;
    this.alarm = alarm;
    this.finished = finished;
  }

  /** Looks after an attempt from now on. */
  void watch(HeldAttempt attempt) {
    attempt.signal().onStop(reason -> {
      switch (reason) {
        case CANCELED, TIMED_OUT -> alarm.set(grace, () -> fenceOff(attempt, reason));
        case LEASE_LOST, HANDED_OVER -> { } // the store has fenced it off already
      }
    });
  }

  private void fenceOff(HeldAttempt attempt, StopReason reason) {
    if (attempt.result() == null && attempt.abandon(runner.inPlaceOfAResult(attempt.lease(), reason))) {
      finished.add(attempt);
    }
  }
}
