package dev.sluice.core.outbox;

import dev.sluice.core.run.IdempotencyKey;

/**
 * What a transactional op wants the world outside to be told, once it is committed.
 *
 * @param op the op execution that wrote it
 * @param number tells several messages of one op apart, from 1 in the order in which they were written
 * @param topic says which sink takes it
 * @param key messages of one topic and key are delivered in the order of their commits
 * @param payload JSON text
 */
public record OutboxMessage(IdempotencyKey op, int number, String topic, String key, String payload) {
  public OutboxMessage {
    if (topic.isBlank()) {
      throw new IllegalArgumentException("the topic of a message must not be blank");
    }
  }

  /**
   * The same at every delivery of this message, and no other message has it: hand it to the system outside, so that it can tell a
   * repeated delivery. No longer than SQS's {@code MessageDeduplicationId} may be.
   */
  public String idempotencyKey() {
    return name().toString();
  }

  /** Names it. */
  public OutboxKey name() {
    return new OutboxKey(op, number);
  }
}
