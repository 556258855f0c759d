package dev.sluice.core.store;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The quarantine of a {@link RunStore}: what became FAILED stands in it from the same transaction on. The same promises: a call is a
 * transaction, may throw {@link StoreUnavailableException}, and does no harm when it is repeated. Safe for any thread.
 *
 * <p>Each dead letter also has a message in its queue's dead-letter queue, for alarms to see. The rows decide; the messages follow
 * them, by the calls from {@link #unsent} on.
 */
public interface DeadLetters {
  /** Lists dead letters in the order of their keys. */
  List<DeadLetter> list(DeadLetterFilter filter);

  /** Returns all attempts of a dead letter that failed, in order; empty if it never failed. */
  List<FailedAttempt> attempts(IdempotencyKey key);

  /**
   * Gives dead letters as many attempts again as they had at first: FAILED becomes PENDING under the next publication, ops that were
   * skipped for their sake wait again, and a run that had ended is open again. What is not FAILED, or is of a run that was called off,
   * is left as it is; so a redrive done twice does nothing twice, and the attempts before stay fenced off. An op that failed for its
   * sub-job waits for that one again where it goes on, by this redrive or one before, and takes its output where it has succeeded since;
   * else the next attempt starts another.
   *
   * @param spacing time between the starts of one and the next; zero lets all start at once
   * @return those that were redriven
   */
  List<IdempotencyKey> redrive(DeadLetterFilter filter, Duration spacing);

  /** Takes dead letters out of quarantine for good; their op executions stay FAILED. Returns those that were taken out. */
  List<IdempotencyKey> drop(DeadLetterFilter filter);

  /**
   * Returns dead letters whose message has not been {@linkplain #sent noted as sent}, oldest first.
   *
   * @param limit at most so many of each queue, so that one whose messages cannot be sent keeps no other waiting
   */
  List<DeadLetter> unsent(int limit);

  /** Notes that messages of dead letters were sent. */
  void sent(Collection<LeaseToken> letters);

  /** Returns those that are in quarantine now; the messages of the others are not needed any more. */
  Set<LeaseToken> quarantined(Collection<LeaseToken> letters);

  /** Returns the logical queues whose dead-letter queue has messages of dead letters that were redriven or dropped. */
  Set<String> queuesToClear();

  /**
   * Notes that messages are deleted.
   *
   * @param queue whose dead-letter queue was looked through
   * @param deleted dead letters whose messages were found and deleted
   * @param patience how long after its redrive or drop a message that nobody found is looked for
   */
  void cleared(String queue, Collection<LeaseToken> deleted, Duration patience);
}
