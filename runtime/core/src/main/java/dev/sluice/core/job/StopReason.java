package dev.sluice.core.job;

/** Why an attempt is told to stop before its code has returned. */
public enum StopReason {
  /** Its run was called off. */
  CANCELED,
  /** The op's timeout struck. */
  TIMED_OUT,
  /** Another worker may run it: whatever it returns is refused by the store. */
  LEASE_LOST,
  /** Its worker stops, and hands the lease back. */
  HANDED_OVER
}
