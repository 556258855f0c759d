package dev.sluice.worker;

import dev.sluice.core.job.StopReason;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.HeartbeatOutcome;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.Pause;
import java.util.ArrayList;
import java.util.List;

/**
 * Extends the leases of what the worker holds, in batches, and learns which attempts to stop. What ops say of their progress goes with
 * it, and the visibility of messages follows it. One thread runs it.
 */
final class HeartbeatLoop implements Runnable {
  private static final String PART = "heartbeat";

  private final RunStore store;
  private final WorkerOptions options;
  private final HeldAttempts held;
  private final Intake intake;
  private final VisibilityLoop visibility;
  private final Pulse pulse;
  private final PlatformListener listener;
  private final Pause pause;
  private final Interruption interruption = new Interruption();
  private final Reconnect reconnect;
  private final ProgressTeller progress;

  HeartbeatLoop(WorkerParts parts, WorkerOptions options, HeldAttempts held, Intake intake, VisibilityLoop visibility,
      Pulse pulse) {
    this.store = parts.store();
    this.options = options;
    this.held = held;
    this.intake = intake;
    this.visibility = visibility;
    this.pulse = pulse;
    this.listener = parts.listener();
    this.pause = parts.pause();
    this.progress = new ProgressTeller(parts, options, held);
    this.reconnect = new Reconnect(parts, options, interruption, pulse, PART);
  }

  @Override
  public void run() {
    pulse.begin(PART, options.patience());
    try {
      while (!interruption.isStopped()) {
        rest();
        beat();
      }
    } catch (InterruptedException e) {
      // told to stop
    } finally {
      pulse.rest(PART);
    }
  }

  private void rest() throws InterruptedException {
    interruption.enter();
    try {
      pause.pause(options.heartbeat());
    } finally {
      interruption.leave();
    }
  }

  private void beat() throws InterruptedException {
    try {
      extendLeases(reconnect.untilItAnswers(PART, this::askTheStore));
      pulse.beat(PART, options.patience());
      visibility.follow();
      progress.tell();
    } catch (RuntimeException | Error e) {
      reconnect.failed(PART, e);
    }
  }

  private HeartbeatOutcome askTheStore() {
    // Asked again with each try: what has ended meanwhile is no longer ours to extend.
    return store.heartbeat(options.id(), HeldAttempts.tokens(held.all()), options.lease());
  }

  private void extendLeases(HeartbeatOutcome outcome) {
    for (LeaseToken token : outcome.canceled()) {
      held.find(token).ifPresent(attempt -> attempt.signal().stop(StopReason.CANCELED));
    }
    List<HeldMessage> orphaned = new ArrayList<>();
    for (LeaseToken token : outcome.lost()) {
      // One that has finished is left to its commit: the row may be RUNNING no longer because that very commit has just ended it.
      held.find(token).filter(attempt -> attempt.result() == null && !attempt.signal().isOver()).filter(held::remove).ifPresent(attempt -> {
        attempt.signal().stop(StopReason.LEASE_LOST);
        listener.leaseLost(token);
        if (attempt.message() != null) {
          orphaned.add(attempt.message());
        }
      });
    }
    intake.giveUp(orphaned);
  }

  void stop() {
    interruption.stop();
  }
}
