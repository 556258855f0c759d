package dev.sluice.worker;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.RunStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells the store how far the ops in hand are: one call for all that have said something since the last. One thread uses it. */
final class ProgressTeller {
  private final RunStore store;
  private final String worker;
  private final HeldAttempts held;
  private final PlatformListener listener;

  ProgressTeller(WorkerParts parts, WorkerOptions options, HeldAttempts held) {
    this.store = parts.store();
    this.worker = options.id();
    this.held = held;
    this.listener = parts.listener();
  }

  /** Tells what there is to tell; what cannot be told now is told with the next heartbeat, for nothing hangs on it. */
  void tell() {
    Map<HeldAttempt, ProgressBoard.Report> reports = new HashMap<>();
    for (HeldAttempt attempt : held.all()) {
      ProgressBoard.Report report = attempt.takeProgress();
      if (report != null) {
        reports.put(attempt, report);
      }
    }
    if (reports.isEmpty()) {
      return;
    }
    try {
      store.progress().report(worker, List.copyOf(reports.values()));
    } catch (RuntimeException e) {
      reports.forEach(HeldAttempt::giveBack);
      listener.troubled("tell progress", e);
    }
  }
}
