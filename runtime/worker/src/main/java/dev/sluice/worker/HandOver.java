package dev.sluice.worker;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Gives attempts back: lease released, message deleted, row back in the backlog, other workers called at once. Safe for any thread. */
final class HandOver {
  private final RunStore store;
  private final WorkerOptions options;
  private final Intake intake;
  private final Settler settler;
  private final PlatformListener listener;

  HandOver(WorkerParts parts, WorkerOptions options, Intake intake, Settler settler) {
    this.store = parts.store();
    this.options = options;
    this.intake = intake;
    this.settler = settler;
    this.listener = parts.listener();
  }

  /** Gives back attempts that are held no more. Where the store does not answer, their leases run out by themselves. */
  void giveBack(List<HeldAttempt> attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    try {
      int released = store.release(options.id(), HeldAttempts.tokens(attempts));
      if (released > 0) {
        listener.released(released);
      }
      intake.giveUp(attempts.stream().map(HeldAttempt::message).filter(Objects::nonNull).toList());
      Set<String> queues = new TreeSet<>();
      attempts.forEach(attempt -> queues.add(attempt.lease().queue()));
      queues.forEach(queue -> settler.settle(store.publish(queue, options.window()), List.of()));
    } catch (StoreUnavailableException e) {
      listener.troubled("release", e);
    }
  }
}
