package dev.sluice.simulator.history;

import dev.sluice.core.run.IdempotencyKey;

/**
 * What a worker did with a message. Services do not write this down, since it would cost a write for every message; tests
 * that wrap their queue and store do.
 *
 * @param op the op execution that the message names
 * @param publication publish sequence of the message
 * @param step what was done
 * @param worker who did it
 * @param after sequence of the latest event at that moment, 0 if there was none
 */
public record MessageRecord(IdempotencyKey op, int publication, Step step, String worker, long after) {
  /** Steps of a message's life that a check needs. */
  public enum Step {
    /** The store was asked, and the op was claimed for this message. */
    CLAIMED,
    /** The store was asked, and the row said that the op needs no call. */
    REDUNDANT,
    /** The store was asked, and the row says unpublished now. */
    DEFERRED,
    /** It was deleted from its queue. */
    DELETED
  }
}
