package dev.sluice.core.outbox;

import java.util.Set;

/**
 * Where messages of an outbox go: found by the service loader in the jobs' jar, and called by a coordinator, on one thread at a time.
 *
 * <p>A message is delivered at least once, and in the order of its key. A coordinator that dies between a delivery and its record
 * delivers again, so that a sink passes {@link OutboxMessage#idempotencyKey} on, or remembers it itself.
 */
public interface OutboxSink {
  /** The topics that it takes; no two sinks may take one. */
  Set<String> topics();

  /**
   * Delivers a message; returns only when the world outside has it. May block, for some seconds at the most.
   *
   * @throws Exception if it was not delivered: it is tried again later, and what follows it under its key waits
   */
  void send(OutboxMessage message) throws Exception;
}
