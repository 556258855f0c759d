package dev.sluice.core.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Messages that are committed and not delivered. Safe for any thread and any number of processes. */
public interface OutboxStore {
  /** Failures of a message that each double the time for which it holds its key back. */
  int DOUBLINGS = 4;

  /** Brings one message to the world outside. */
  @FunctionalInterface
  interface Delivery {
    /** Delivers; returns empty if the world has it, else what went wrong. */
    Optional<String> deliver(OutboxMessage message);
  }

  /**
   * Hands messages to a delivery and forgets those that were delivered: first those that failed before and are due again, the longest due
   * first, then those that were never tried, the oldest first. One process relays at a time, which keeps the order of keys; to others
   * this is nothing to do.
   *
   * @param topics which messages
   * @param limit most messages of each of the two kinds
   * @param retryAfter how long a message that was not delivered holds its key back; twice as long each time that it fails again,
   *     {@value #DOUBLINGS} times at most
   * @return how many were delivered; fewer than are due where sinks are slow, so that other processes get their turn
   */
  int relay(Set<String> topics, int limit, Duration retryAfter, Delivery delivery);

  /** Names the topics of what waits, whether anybody takes them or not. */
  Set<String> topics();

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
