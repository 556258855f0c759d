package dev.sluice.core.job;

import dev.sluice.core.run.IdempotencyKey;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;

/** What the code of an op may ask of the platform. Made for one attempt; safe for any thread of it. */
public interface OpContext {
  /** The op execution: run id and op key. Hand it to systems outside, so that they can tell a repeated call. */
  IdempotencyKey idempotencyKey();

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
   * Returns the committed output of an upstream op of this op.
   *
   * @throws IllegalArgumentException if the op is not upstream of this one
   */
  <T> T output(Op<T> upstream);
}
