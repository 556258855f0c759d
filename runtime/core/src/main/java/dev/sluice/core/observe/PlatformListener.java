package dev.sluice.core.observe;

import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.store.Recovery;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Hears what happens: logs and tests. Every method does nothing by default, is called by the thread that did the thing,
 * and must neither block nor throw.
 */
public interface PlatformListener {
  /** Hears nothing. */
  PlatformListener NONE = new PlatformListener() {};

  default void submitted(RunId runId, String jobName) {}

  default void published(String queue, int messages) {}

  /** A send whose end is not known, or whose queue does not exist. */
  default void publishUncertain(String queue, int messages, RuntimeException cause) {}

  default void leased(Lease lease) {}

  default void started(Lease lease) {}

  default void committed(Collection<LeaseToken> attempts) {}

  default void fenced(LeaseToken attempt) {}

  /** Messages that were deleted unrun, since the store says their op needs no call. */
  default void duplicatesSuppressed(String queue, int messages) {}

  /** A message that is not ours went to the dead-letter queue. */
  default void quarantined(String queue, String messageId, String reason) {}

  default void leaseLost(LeaseToken attempt) {}

  default void recovered(Recovery recovery) {}

  default void released(int leases) {}

  /** Instances have stopped with leases in hand, which have run out thereby. */
  default void instancesGone(Set<String> instances, int leases) {}

  /** A worker whose instance is said to have stopped holds other leases than those that ran out thereby; they are left alone. */
  default void instanceLives(String worker) {}

  default void drained(String worker) {}

  default void scaled(String service, int from, int to, String reason) {}

  /** Messages of an outbox wait: nobody takes their topic, or its sink has refused some. Told again as long as it is so. */
  default void undelivered(OutboxBacklog waiting, String reason) {}

  /** A schedule's due ticks have been dealt with. */
  default void fired(String schedule, Firing firing) {}

  /** A call to the store or a queue failed and will be tried again. */
  default void troubled(String what, RuntimeException cause) {}

  /** Tells each of several listeners. */
  static PlatformListener all(List<PlatformListener> listeners) {
    return new ListenerGroup(listeners);
  }
}
