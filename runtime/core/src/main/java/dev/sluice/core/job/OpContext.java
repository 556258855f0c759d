package dev.sluice.core.job;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;

/** What the code of an op may ask of the platform. Made for one attempt; safe for any thread of it. */
public interface OpContext {
  /** The op execution: run id and op key. Hand it to systems outside, so that they can tell a repeated call. */
  IdempotencyKey idempotencyKey();

  /** Id of the run. */
  default RunId runId() {
    return idempotencyKey().runId();
  }

  /** Key of the op within the run: its name, with the number of the element if it is one of a map. */
  default String opKey() {
    return idempotencyKey().opKey();
  }

  /** Number of this attempt, from 1. */
  int attempt();

  /** When the op's timeout strikes, by this machine's clock; {@link Instant#MAX} if it has none. */
  Instant deadline();

  /** Tells whether the attempt should stop: its run was called off, its lease is lost, or its time is up. The thread is interrupted too. */
  boolean isCanceled();

  /** A logger that carries run, op and attempt. */
  Logger logger();

  /** The run's tags. */
  Map<String, String> tags();

  /**
   * Says how far the attempt is, for people who look at the run. Costs next to nothing however often it is called: what was said last goes to
   * the database with the worker's next heartbeat. What was not sent when the attempt ends is not sent any more.
   *
   * @param done units of work that are done, at least 0
   * @param total units of work in all, at least 0; 0 if that is not known
   * @throws IllegalArgumentException if one is negative
   */
  void progress(long done, long total);

  /**
   * Keeps a checkpoint in place of the one before: the next attempt goes on from it, wherever it runs. One that reaches a worker which
   * is stopping also hands the op over: this call then does not return, and the op is resumed elsewhere. Blocks for a round trip to
   * the database.
   *
   * @throws StoppedException if the attempt is to end here, since it is handed over or its lease is lost; let it pass
   * @throws UnusablePayloadException if the value cannot be written or is too large
   */
  void checkpoint(Object value);

  /** Returns the last checkpoint that an attempt has kept; empty if there is none. Blocks for a round trip to the database. */
  <T> Optional<T> lastCheckpoint(Class<T> type);

  /**
   * Writes a message for the world outside, in the same commit as the result of a transactional op. It is delivered at least once to
   * the {@link dev.sluice.core.outbox.OutboxSink} of its topic, in the order of its key, with an idempotency key.
   *
   * @param topic says which sink takes it
   * @param key messages of one topic and key keep their order
   * @param payload written as JSON
   * @throws IllegalStateException if the op is not transactional
   * @throws UnusablePayloadException if the payload cannot be written or is too large
   */
  void outbox(String topic, String key, Object payload);

  /**
   * Returns the run's input, for an op whose arguments are outputs of other ops, an item of a map or a signal. It is fetched and parsed
   * when it is first asked for.
   *
   * @throws IllegalArgumentException if the job takes another type
   * @throws UnusablePayloadException if it cannot be read as what the job takes now
   */
  <T> T input(Class<T> type);

  /**
   * Returns the committed output of an upstream op of this op; of a map, the list of its elements'.
   *
   * @return null if the op returned null, or did not succeed and this op starts by another trigger than the default
   * @throws IllegalArgumentException if the op is not upstream of this one
   */
  <T> T output(Op<T> upstream);

  /**
   * Returns the committed output of an op upstream of this one by its name.
   *
   * @param name of an op, or the key of an element of a map: {@code count[2]}
   * @param type of the output; {@code List.class} for that of a map
   * @return null if the op returned null, or did not succeed and this op starts by another trigger than the default
   * @throws IllegalArgumentException if the op is not upstream of this one
   */
  <T> T output(String name, Class<T> type);

  /**
   * Tells whether an upstream op has a committed output: always, unless this op starts by another trigger than the default.
   *
   * @throws IllegalArgumentException if there is no such op upstream of this one
   */
  boolean hasOutput(String name);

  /** Names of the upstream ops that have a committed output; in place of a map, the keys of its elements that have. */
  Set<String> outputs();
}
