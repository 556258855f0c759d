package dev.sluice.localstack.ecs;

import dev.sluice.localstack.process.ChildProcess;
import dev.sluice.localstack.process.LastLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task: the processes of its containers and where they are in their life. Owned by the control thread. */
final class EcsTask {
  private static final Duration USEFUL_LIFE = Duration.ofSeconds(10);

  private final String id;
  private final String arn;
  private final Cluster cluster;
  private final TaskDefinition definition;
  private final Placement placement;
  private final ControlThread control;
  private final TaskSurroundings surroundings;
  private final Runnable onChange;
  private final Instant createdAt = Instant.now();
  private final List<EcsContainer> containers = new ArrayList<>();
  private @Nullable Instant startedAt;
  private @Nullable Instant stoppingAt;
  private @Nullable Instant stoppedAt;
  private @Nullable String stoppedReason;
  private @Nullable String stopCode;
  private TaskStatus status = TaskStatus.PENDING;
  private Protection protection = Protection.NONE;
  private boolean wasHealthy;

  /**
   * Where a task belongs.
   *
   * @param service its service, if it has one
   * @param instance the container instance that it was placed on, if the launch type has such
   */
  record Placement(Optional<String> service, Optional<ContainerInstance> instance, String launchType, String startedBy) {}

  EcsTask(String id, Cluster cluster, TaskDefinition definition, Placement placement, ControlThread control,
      TaskSurroundings surroundings, Runnable onChange) {
    this.id = id;
    this.cluster = cluster;
    this.arn = surroundings.account().arn("ecs", "task/" + cluster.name() + "/" + id);
    this.definition = definition;
    this.placement = placement;
    this.control = control;
    this.surroundings = surroundings;
    this.onChange = onChange;
  }

  /** Starts the processes. A start that fails stops the task with the reason. */
  void start(List<ContainerDefinition> definitions) {
    try {
      for (ContainerDefinition container : definitions) {
        containers.add(new EcsContainer(ContainerPlan.of(container, id, surroundings)));
      }
      for (EcsContainer container : containers) {
        ChildProcess process = ChildProcess.start(surroundings.folder(), container.plan().command(definition));
        container.started(process);
        process.exit().thenAccept(code -> control.run(() -> ended(container, code)));
      }
      status = TaskStatus.RUNNING;
      startedAt = Instant.now();
      containers.forEach(container -> container.definition().healthCheck().ifPresent(
          check -> HealthMonitor.watch(this, container, check, control, surroundings.folder())));
    } catch (IOException | RuntimeException e) {
      stop("TaskFailedToStart", String.valueOf(e.getMessage()));
      stoppedIfAllEnded();
    }
  }

  private void ended(EcsContainer container, int code) {
    container.ended(code);
    if (container.definition().essential() && stoppingAt == null) {
      stop("EssentialContainerExited", "Essential container in task exited");
    }
    stoppedIfAllEnded();
  }

  private void stoppedIfAllEnded() {
    if (containers.stream().noneMatch(EcsContainer::isRunning)) {
      status = TaskStatus.STOPPED;
      stoppedAt = Instant.now();
    }
    onChange.run();
  }

  /** Asks the processes to end, and kills those that have not at the end of their stop timeout. */
  void stop(String code, String reason) {
    if (stoppingAt != null) {
      return;
    }
    stoppingAt = Instant.now();
    stopCode = code;
    stoppedReason = reason;
    status = TaskStatus.STOPPING;
    for (EcsContainer container : containers) {
      container.process().filter(process -> container.isRunning()).ifPresent(process -> {
        process.terminate();
        control.after(container.definition().stopTimeout(), () -> {
          if (container.isRunning()) {
            process.kill();
          }
        });
      });
    }
    onChange.run();
  }

  /** Kills the processes at once, without a word to them. */
  void kill() {
    containers.forEach(container -> container.process().ifPresent(ChildProcess::kill));
  }

  void healthOf(EcsContainer container, Health health) {
    if (container.health() == health || stoppingAt != null) {
      return;
    }
    container.health(health);
    wasHealthy |= health() == Health.HEALTHY;
    onChange.run();
  }

  /** Returns the health of its essential containers that have a check, the worst of them. */
  Health health() {
    List<Health> all = containers.stream().filter(container -> container.definition().essential())
        .filter(container -> container.definition().healthCheck().isPresent()).map(EcsContainer::health).toList();
    if (all.contains(Health.UNHEALTHY)) {
      return Health.UNHEALTHY;
    }
    return all.isEmpty() || all.contains(Health.UNKNOWN) ? Health.UNKNOWN : Health.HEALTHY;
  }

  boolean isChecked() {
    return containers.stream().anyMatch(container -> container.definition().healthCheck().isPresent());
  }

  boolean isReady() {
    return status == TaskStatus.RUNNING && (!isChecked() || health() == Health.HEALTHY);
  }

  /** True until it was asked to stop or stopped by itself. */
  boolean isWanted() {
    return stoppingAt == null;
  }

  /** True if it did something useful before it ended: was healthy once, or where it has no check, ran for some time. */
  boolean hasServed() {
    return wasHealthy || !isChecked() && startedAt != null && stoppingAt != null
        && Duration.between(startedAt, stoppingAt).compareTo(USEFUL_LIFE) >= 0;
  }

  void protection(Protection now) {
    protection = now;
  }

  Protection protection() {
    return protection;
  }

  String id() {
    return id;
  }

  String arn() {
    return arn;
  }

  Cluster cluster() {
    return cluster;
  }

  TaskDefinition definition() {
    return definition;
  }

  Placement placement() {
    return placement;
  }

  TaskStatus status() {
    return status;
  }

  List<EcsContainer> containers() {
    return containers;
  }

  Instant createdAt() {
    return createdAt;
  }

  Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  Optional<Instant> stoppingAt() {
    return Optional.ofNullable(stoppingAt);
  }

  Optional<Instant> stoppedAt() {
    return Optional.ofNullable(stoppedAt);
  }

  Optional<String> stopCode() {
    return Optional.ofNullable(stopCode);
  }

  Optional<String> stoppedReason() {
    return Optional.ofNullable(stoppedReason);
  }

  /** Says what became of the task, with the last lines that it logged. */
  String obituary() {
    StringBuilder text = new StringBuilder("task " + id + " of " + definition.familyAndRevision() + " stopped: " + stoppedReason);
    for (EcsContainer container : containers) {
      text.append("\n  container ").append(container.definition().name());
      container.exitCode().ifPresent(code -> text.append(" exited with ").append(code));
      text.append("; its last lines:\n    ").append(LastLines.of(container.plan().log(), 15).replace("\n", "\n    "));
    }
    return text.toString();
  }

  TaskView view() {
    Map<Integer, Integer> ports = new LinkedHashMap<>();
    List<Path> logs = new ArrayList<>();
    containers.forEach(container -> {
      ports.putAll(container.plan().ports());
      logs.add(container.plan().log());
    });
    long pid = containers.isEmpty() ? 0 : containers.get(0).pid();
    return new TaskView(id, arn, cluster.name(), placement.service(), definition.family(), status, health(), isChecked(), pid,
        ports, logs, stoppingAt != null, Optional.ofNullable(stoppedReason));
  }
}
