package dev.sluice.localstack.ecs;

/** Where a task is in its life, in the order and the words of ECS. */
public enum TaskStatus {
  /** Accepted; its processes are about to be started. */
  PENDING,
  /** Its processes run. */
  RUNNING,
  /** It was asked to stop, and has until its stop timeout. */
  STOPPING,
  /** All its processes have ended. */
  STOPPED
}
