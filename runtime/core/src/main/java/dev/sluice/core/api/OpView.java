package dev.sluice.core.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.PayloadDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An op execution of a run.
 *
 * @param opKey key within the run
 * @param state where it stands
 * @param attempt number of the latest attempt, 0 before the first
 * @param maxAttempts attempts it has in all
 * @param queue logical queue
 * @param priority higher is served first
 * @param leaseOwner worker that runs it; null unless RUNNING
 * @param leaseExpiresAt until when without a heartbeat; null unless RUNNING
 * @param notBefore earliest start of the next attempt; null if there is no such bound
 * @param publishSequence number of publications so far
 * @param output committed output; null unless SUCCEEDED, where it lies in the payload store, and where outputs are left out
 * @param outputDigest {@link PayloadDigest} of the output as it is stored; null unless SUCCEEDED
 * @param cause why the latest attempt failed; null if none did
 * @param orderingKey ops that share it run one at a time, in submission order; null if it has none
 * @param outputReference where in the payload store the output lies; null if it does not
 * @param progress how far the latest attempt said that it was; null if it has said nothing
 */
public record OpView(
    String opKey,
    OpState state,
    int attempt,
    int maxAttempts,
    String queue,
    int priority,
    @Nullable String leaseOwner,
    @Nullable Instant leaseExpiresAt,
    @Nullable Instant notBefore,
    int publishSequence,
    @Nullable JsonNode output,
    @Nullable String outputDigest,
    @Nullable Cause cause,
    @Nullable String orderingKey,
    @Nullable String outputReference,
    @Nullable Progress progress) {
  /**
   * How far the latest attempt said that it was; it tells so with its worker's heartbeats, and no more when it has ended.
   *
   * @param done units of work that were done
   * @param total units of work in all; 0 if that was not known
   * @param at when it was written down
   */
  public record Progress(long done, long total, Instant at) {}

  /** Makes of the text of an output what is shown. */
  @FunctionalInterface
  interface OutputForm {
    @Nullable JsonNode of(@Nullable String stored);
  }

  public static OpView of(IdempotencyRecord op) {
    return of(op, null, ApiJson::tree);
  }

  /** Shows an op execution, its output as it is taken from what the store keeps, and its progress if that is of the latest attempt. */
  static OpView of(IdempotencyRecord op, @Nullable OpProgress progress, OutputForm form) {
    boolean isElsewhere = op.output() != null && PayloadAddress.isReference(op.output());
    return new OpView(op.key().opKey(), op.state(), op.attempt(), op.maxAttempts(), op.queue(), op.priority(), op.leaseOwner(),
        op.leaseExpiresAt(), op.notBefore(), op.publishSequence(), form.of(isElsewhere ? null : op.output()),
        op.output() == null ? null : PayloadDigest.of(op.output()), op.cause(), op.orderingKey(),
        isElsewhere ? op.output() : null,
        progress == null || progress.attempt() != op.attempt() ? null : new Progress(progress.done(), progress.total(), progress.at()));
  }
}
