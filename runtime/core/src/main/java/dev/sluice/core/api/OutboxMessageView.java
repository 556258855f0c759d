package dev.sluice.core.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.outbox.WaitingMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is committed and not delivered: an entry of the answer to {@code GET /v1/outbox/messages}.
 *
 * @param message names it, as {@code runId/opKey#number}; its idempotency key
 * @param topic as the op named it
 * @param key messages of one topic and key wait for each other
 * @param payload what is to be delivered
 * @param writtenAt when it was committed
 * @param failures how often its sink has refused it
 * @param lastError what its sink said last; null if it has not refused it
 */
public record OutboxMessageView(
    String message, String topic, String key, @Nullable JsonNode payload, Instant writtenAt, int failures, @Nullable String lastError) {
  /** Makes one of what a store knows. */
  public static OutboxMessageView of(WaitingMessage waiting) {
    return new OutboxMessageView(waiting.message().idempotencyKey(), waiting.message().topic(), waiting.message().key(),
        ApiJson.tree(waiting.message().payload()), waiting.writtenAt(), waiting.failures(), waiting.lastError());
  }
}
