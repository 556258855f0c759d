package dev.sluice.core.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is committed and not delivered.
 *
 * @param message what waits
 * @param writtenAt when it was committed
 * @param failures how often its sink has refused it
 * @param lastError what its sink said last; null if it has not refused it
 */
public record WaitingMessage(OutboxMessage message, Instant writtenAt, int failures, @Nullable String lastError) {}
