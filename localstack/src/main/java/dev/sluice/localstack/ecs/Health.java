package dev.sluice.localstack.ecs;

/** Health of a container or task, in the words of ECS. */
public enum Health {
  /** Not checked yet, or without a health check. */
  UNKNOWN,
  HEALTHY,
  UNHEALTHY
}
