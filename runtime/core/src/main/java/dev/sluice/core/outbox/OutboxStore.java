package dev.sluice.core.outbox;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** Messages that are committed and not delivered. Safe for any thread and any number of processes. */
public interface OutboxStore {
  /**
   * Hands messages to a delivery, oldest first, and forgets those that were delivered. One process relays at a time, which keeps the
   * order of keys; to others this is nothing to do.
   *
   * @param topics which messages
   * @param limit most messages
   * @param retryAfter how long a message that was not delivered holds its key back
   * @param delivery tells whether it was delivered
   * @return how many were
   */
  int relay(Set<String> topics, int limit, Duration retryAfter, Predicate<OutboxMessage> delivery);
}
