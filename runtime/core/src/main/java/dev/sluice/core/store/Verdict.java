package dev.sluice.core.store;

/** What a worker does with a message after a claim. */
public enum Verdict {
  /** Its op was claimed by this call: keep the message until the result is committed. */
  CLAIMED,
  /** Its op is leased or terminal, or a newer message stands for it: delete the message. */
  REDUNDANT,
  /** Its op is ready but was not among the best; the row says unpublished now: delete the message. */
  DEFERRED,
  /** The store knows no such op execution: quarantine the message. */
  UNKNOWN
}
