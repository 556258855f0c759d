package dev.sluice.core.api;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.DeadLetter;
import java.time.Instant;

/**
 * An op execution in quarantine.
 *
 * @param runId its run
 * @param opKey its key within the run
 * @param attempt its last attempt
 * @param job job of the run
 * @param queue logical queue
 * @param cause type of what its last attempt failed with
 * @param message what the last attempt said
 * @param since when it was quarantined
 */
public record DeadLetterView(
    RunId runId, String opKey, int attempt, String job, String queue, String cause, String message, Instant since) {

  public static DeadLetterView of(DeadLetter letter) {
    IdempotencyKey key = letter.token().key();
    return new DeadLetterView(key.runId(), key.opKey(), letter.token().attempt(), letter.jobName(), letter.queue(), letter.causeType(),
        letter.message(), letter.since());
  }

  /** The op execution. */
  public IdempotencyKey key() {
    return new IdempotencyKey(runId, opKey);
  }
}
