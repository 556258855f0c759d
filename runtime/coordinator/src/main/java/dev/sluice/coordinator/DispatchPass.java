package dev.sluice.coordinator;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.Recovery;
import dev.sluice.core.store.RunStore;
import java.util.Set;
import java.util.TreeSet;

/**
 * One look for work that nobody would come to by himself: what lost its lease, what has come due, what a crash left unpublished,
 * and what was published so long ago that its message must be gone. Several processes may do this at once; the store gives each
 * op to one of them.
 */
final class DispatchPass {
  /** Rows that one transaction of recovery touches. */
  static final int BATCH = 500;

  private final RunStore store;
  private final Publisher publisher;
  private final Set<String> queues;
  private final PublishWindow window;
  private final PlatformListener listener;
  private final Faults faults;

  DispatchPass(
      RunStore store, Publisher publisher, Set<String> queues, PublishWindow window, PlatformListener listener, Faults faults) {
    this.store = store;
    this.publisher = publisher;
    this.queues = new TreeSet<>(queues);
    this.window = window;
    this.listener = listener;
    this.faults = faults;
  }

  /** Looks once; tells whether it took a full batch, so that more may be waiting. */
  boolean run() {
    Recovery recovery = store.recover(BATCH);
    if (recovery.total() > 0) {
      listener.recovered(recovery);
      faults.at(FaultPoint.LEASES_RECOVERED);
    }
    for (String queue : queues) {
      publisher.publish(store.publish(queue, window));
    }
    return recovery.leasesLost() + recovery.failed() >= BATCH || recovery.due() >= BATCH;
  }
}
