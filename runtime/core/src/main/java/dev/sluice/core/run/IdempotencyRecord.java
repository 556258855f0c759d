package dev.sluice.core.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of an op execution: the authority on what happened to it.
 *
 * @param key the op execution
 * @param state where it stands
 * @param attempt number of the latest attempt, 0 before the first
 * @param maxAttempts attempts it has in all
 * @param queue logical queue
 * @param priority higher is served first
 * @param leaseOwner worker that holds the lease; null unless RUNNING
 * @param leaseExpiresAt until when; null unless RUNNING
 * @param notBefore earliest start of the next attempt; null if there is no such bound
 * @param publishSequence number of publications so far
 * @param output committed output as JSON text, or a reference to it; null unless SUCCEEDED
 * @param cause why the latest attempt failed; null if none did
 * @param orderingKey ops that share it run one at a time, in submission order; null if it has none
 * @param input what only this op execution takes, as JSON text or a reference to it; null for nothing
 */
public record IdempotencyRecord(
    IdempotencyKey key,
    OpState state,
    int attempt,
    int maxAttempts,
    String queue,
    int priority,
    @Nullable String leaseOwner,
    @Nullable Instant leaseExpiresAt,
    @Nullable Instant notBefore,
    int publishSequence,
    @Nullable String output,
    @Nullable Cause cause,
    @Nullable String orderingKey,
    @Nullable String input) {

  /** Returns the same with another text in place of the output. */
  public IdempotencyRecord with(@Nullable String otherOutput) {
    return new IdempotencyRecord(key, state, attempt, maxAttempts, queue, priority, leaseOwner, leaseExpiresAt, notBefore,
        publishSequence, otherOutput, cause, orderingKey, input);
  }
}
