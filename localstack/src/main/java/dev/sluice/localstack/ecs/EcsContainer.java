package dev.sluice.localstack.ecs;

import dev.sluice.localstack.process.ChildProcess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container of a task. Owned by the control thread. */
final class EcsContainer {
  private final ContainerPlan plan;
  private @Nullable ChildProcess process;
  private @Nullable Integer exitCode;
  private Health health = Health.UNKNOWN;

  EcsContainer(ContainerPlan plan) {
    this.plan = plan;
  }

  ContainerPlan plan() {
    return plan;
  }

  ContainerDefinition definition() {
    return plan.definition();
  }

  void started(ChildProcess child) {
    process = child;
  }

  void ended(int code) {
    exitCode = code;
  }

  Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  Optional<Integer> exitCode() {
    return Optional.ofNullable(exitCode);
  }

  boolean isRunning() {
    return process != null && exitCode == null;
  }

  long pid() {
    return process == null ? 0 : process.pid();
  }

  Health health() {
    return health;
  }

  void health(Health now) {
    health = now;
  }
}
