package dev.sluice.core.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one topic that are committed and not delivered: an entry of the answer to {@code GET /v1/outbox}.
 *
 * @param topic as ops named it
 * @param messages how many wait
 * @param oldest when the oldest of them was committed
 * @param failing how many of them are not delivered although they were due
 * @param message idempotency key of the oldest that its sink refused; null if none was
 * @param lastError why they wait; null if they have only just come
 */
public record OutboxView(
    String topic, int messages, Instant oldest, int failing, @Nullable String message, @Nullable String lastError) {}
