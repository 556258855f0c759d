package dev.sluice.infra.identity;

/** What a permission reaches. */
public enum PermissionScope {
  /** The FIFO queues of all logical queues: any service may publish to any of them. */
  QUEUES,
  /** The dead-letter queues of all logical queues. */
  DEAD_LETTER_QUEUES,
  /** The FIFO queues that a worker pool serves. */
  SERVED_QUEUES,
  /** The dead-letter queues of these. */
  SERVED_DEAD_LETTER_QUEUES,
  /** The objects of the payload bucket that are this stack's; nothing in a stack without one. */
  PAYLOADS,
  /** The payload bucket itself. */
  PAYLOAD_BUCKET,
  /** The services of the worker pools. */
  WORKER_SERVICES,
  /** The tasks of the cluster. */
  TASKS,
  /** Calls that know no resource, held to the cluster by a condition. */
  CLUSTER
}
