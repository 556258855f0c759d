package dev.sluice.core.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits of one topic.
 *
 * @param topic says which sink takes it
 * @param messages how many wait
 * @param oldest when the oldest of them was committed
 * @param failing how many of them have failed to be delivered
 * @param message {@link OutboxMessage#idempotencyKey()} of the oldest that has failed; null if none has
 * @param lastError what its sink said last; null if none has failed
 */
public record OutboxBacklog(
    String topic, int messages, Instant oldest, int failing, @Nullable String message, @Nullable String lastError) {}
