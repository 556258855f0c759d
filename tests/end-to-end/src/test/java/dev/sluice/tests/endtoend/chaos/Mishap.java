package dev.sluice.tests.endtoend.chaos;

/** What goes wrong. */
enum Mishap {
  /** A worker dies by SIGKILL with whatever it holds. */
  WORKER_KILLED,
  /** The coordinator dies by SIGKILL; ECS starts another. */
  COORDINATOR_KILLED,
  /** A worker is stopped by SIGSTOP until its leases are lost, and goes on as if nothing had been. */
  WORKER_PAUSED,
  /** PostgreSQL ends every connection, in the middle of whatever it was doing. */
  DATABASE_CONNECTIONS_CUT,
  /** Every connection to SQS ends, and none can be made for a while. */
  QUEUE_CONNECTIONS_CUT,
  /** Messages of ops that are waiting, running or done arrive once more. */
  MESSAGES_DUPLICATED,
  /** The queue is purged: messages that are on their way are gone. */
  QUEUE_PURGED,
  /** The database's clock jumps ahead, so that every lease is over at once, and later back. */
  CLOCK_STEPPED
}
