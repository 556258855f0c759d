package dev.sluice.worker;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.store.RunStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Starts claimed attempts, each on a thread of its own and in a slot that its claim has taken. Safe for any thread. */
final class Launcher {
  private final OpRunner runner;
  private final Executor threads;
  private final HeldAttempts held;
  private final Slots slots;
  private final FinishedAttempts finished;
  private final Grace grace;
  private final HandOver handOver;
  private final RunStore store;
  private final WorkerOptions options;
  private final PlatformListener listener;
  private final Faults faults;

  Launcher(WorkerParts parts, WorkerOptions options, OpRunner runner, Executor threads, HeldAttempts held, Slots slots,
      FinishedAttempts finished, Grace grace, HandOver handOver) {
    this.runner = runner;
    this.threads = threads;
    this.held = held;
    this.slots = slots;
    this.finished = finished;
    this.grace = grace;
    this.handOver = handOver;
    this.store = parts.store();
    this.options = options;
    this.listener = parts.listener();
    this.faults = parts.faults();
  }

  /** Starts the attempts; their slots come free again when they have ended. */
  void launch(List<HeldAttempt> attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    attempts.forEach(held::add);
    attempts.forEach(grace::watch);
    faults.at(FaultPoint.OPS_CLAIMED);
    for (HeldAttempt attempt : attempts) {
      listener.leased(attempt.lease());
      try {
        threads.execute(() -> run(attempt));
      } catch (RuntimeException | Error e) {
        letGo(attempt, "start", e);
      }
    }
  }

  private void run(HeldAttempt attempt) {
    try {
      attempt.begin();
      listener.started(attempt.lease());
      Optional<ExecutionResult> result = runner.run(attempt.lease(), attempt.signal(), new StoreDesk(store, options, attempt));
      faults.at(FaultPoint.OP_RETURNED);
      end(attempt, result);
    } catch (RuntimeException | Error e) {
      letGo(attempt, "run", e);
    }
  }

  private void end(HeldAttempt attempt, Optional<ExecutionResult> result) {
    if (result.isPresent()) {
      if (attempt.finish(result.get())) {
        finished.add(attempt);
      } else {
        slots.giveBack(1); // it was fenced off meanwhile; only its slot is left to end
      }
      return;
    }
    if (held.find(attempt.token()).isPresent()) {
      // Nobody else has seen to it: its own checkpoint ended it. Held until it is given back, so that a drain waits for that.
      handOver.giveBack(List.of(attempt));
      held.remove(attempt);
    }
    slots.giveBack(1);
  }

  /** Nothing keeps the lease alive any more: it runs out, and the op execution is tried again. */
  private void letGo(HeldAttempt attempt, String what, Throwable failure) {
    held.remove(attempt);
    slots.giveBack(1);
    listener.troubled(what, Reconnect.told(failure));
  }
}
