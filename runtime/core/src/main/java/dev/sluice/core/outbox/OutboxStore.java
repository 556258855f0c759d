package dev.sluice.core.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Messages that are committed and not delivered. Safe for any thread and any number of processes. */
public interface OutboxStore {
  /** Brings one message to the world outside. */
  @FunctionalInterface
  interface Delivery {
    /** Delivers; returns empty if the world has it, else what went wrong. */
    Optional<String> deliver(OutboxMessage message);
  }

  /**
   * Hands messages to a delivery, oldest first, and forgets those that were delivered. One process relays at a time, which keeps the
   * order of keys; to others this is nothing to do.
   *
   * @param topics which messages
   * @param limit most messages
   * @param retryAfter how long a message that was not delivered holds its key back
   * @return how many were delivered; fewer than are due where sinks are slow, so that other processes get their turn
   */
  int relay(Set<String> topics, int limit, Duration retryAfter, Delivery delivery);

  /** Measures what waits, by topic, whether anybody takes the topic or not. */
  List<OutboxBacklog> backlog();

  /** Lists what waits, the oldest first. */
  List<WaitingMessage> list(OutboxFilter filter);

  /**
   * Gives messages up: they are not delivered any more, and what waited for them under their keys goes on. The history of their runs
   * tells of it. Deliveries that have begun are waited for, some seconds at the most where sinks are not slower.
   *
   * @return those that were there
   */
  List<OutboxKey> drop(OutboxFilter filter);
}
