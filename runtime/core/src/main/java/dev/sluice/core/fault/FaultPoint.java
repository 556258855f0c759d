package dev.sluice.core.fault;

/** The places where a crash is told apart by what has already become durable. The crash suite strikes each of them. */
public enum FaultPoint {
  /** Coordinator or library: the run is committed, its message is not sent. */
  SUBMIT_COMMITTED,
  /** Whoever publishes: the rows say published, nothing is sent. */
  PUBLISH_MARKED,
  /** Whoever publishes: the messages are sent. */
  PUBLISH_SENT,
  /** Worker: a message is received, nothing is claimed. */
  MESSAGE_RECEIVED,
  /** Worker: ops are leased, none has begun. */
  OPS_CLAIMED,
  /** Worker: an op's code has returned, its result is nowhere but in memory. */
  OP_RETURNED,
  /** Worker: results are committed, nothing is published and no message is deleted. */
  RESULTS_COMMITTED,
  /** Worker: the next messages are published, those of the committed ops are not deleted. */
  BEFORE_DELETE,
  /** Worker: messages are deleted. */
  MESSAGES_DELETED,
  /** Coordinator: expired leases are recovered, nothing is published. */
  LEASES_RECOVERED,
  /** Coordinator: messages stand in a dead-letter queue, no row says so. */
  DEAD_LETTERS_SENT
}
