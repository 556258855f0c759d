package dev.sluice.core.store;

import dev.sluice.core.run.OpState;

/** What a worker does with a message after a claim. */
public enum Verdict {
  /** Its op was claimed by this call: keep the message until the result is committed. */
  CLAIMED,
  /** Its op is leased or terminal, or a newer message stands for it: delete the message. */
  REDUNDANT,
  /** Its op is ready but was not among the best; the row says unpublished now: delete the message. */
  DEFERRED,
  /**
   * Its row is being changed by someone else at this moment, so nothing could be noted: leave the message. It comes back after its
   * visibility timeout; deleted, it could be missed as long as its row says published.
   */
  BUSY,
  /** The store knows no such op execution: quarantine the message. */
  UNKNOWN;

  /**
   * Judges a message by the row that it names.
   *
   * @param messageSequence publication that the message is of
   * @param rowSequence latest publication of the row
   * @param state where the row stands after the claim
   * @param claimed whether this very call claimed it
   */
  public static Verdict of(int messageSequence, int rowSequence, OpState state, boolean claimed) {
    if (messageSequence > rowSequence) {
      return UNKNOWN;
    }
    if (messageSequence < rowSequence) {
      return REDUNDANT;
    }
    if (claimed) {
      return CLAIMED;
    }
    return state == OpState.PENDING || state == OpState.WAITING ? DEFERRED : REDUNDANT;
  }
}
