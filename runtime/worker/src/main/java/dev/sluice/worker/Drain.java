package dev.sluice.worker;

import dev.sluice.core.job.StopReason;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Ends the work in hand: running ops may finish and commit; those that do not in time are interrupted and handed over, lease
 * released, message deleted, row back in the backlog. Runs on the thread that drains.
 */
final class Drain {
  /** Bound on each step after the ops' own time is up; ECS kills a task 120 s after SIGTERM at the latest. */
  private static final Duration STEP = Duration.ofSeconds(5);

  private final RunStore store;
  private final String worker;
  private final HeldAttempts held;
  private final Intake intake;
  private final Settler settler;
  private final PlatformListener listener;

  Drain(WorkerParts parts, WorkerOptions options, HeldAttempts held, Intake intake, Settler settler) {
    this.store = parts.store();
    this.worker = options.id();
    this.held = held;
    this.intake = intake;
    this.settler = settler;
    this.listener = parts.listener();
  }

  /** Returns whether every op finished in time. The caller has stopped whatever claims. */
  boolean run(Duration patience) throws InterruptedException {
    boolean finished = held.awaitNone(patience);
    if (!finished) {
      handOver(held.all().stream().filter(attempt -> attempt.result() == null).toList());
      held.awaitNone(STEP);
    }
    settler.awaitIdle(STEP);
    return finished;
  }

  private void handOver(List<HeldAttempt> running) {
    List<HeldAttempt> ours = running.stream().filter(held::remove).toList();
    ours.forEach(attempt -> attempt.signal().stop(StopReason.HANDED_OVER));
    if (ours.isEmpty()) {
      return;
    }
    try {
      listener.released(store.release(worker, HeldAttempts.tokens(ours)));
    } catch (StoreUnavailableException e) {
      // The leases run out by themselves.
      listener.troubled("release", e);
      return;
    }
    intake.giveUp(ours.stream().map(HeldAttempt::message).filter(Objects::nonNull).toList());
  }
}
