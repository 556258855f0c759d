package dev.sluice.localstack.ecs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster, its services and tasks. Owned by the control thread. */
final class Cluster {
  /** "Stopped tasks currently appear in the returned results for at least one hour"; here, so many of them. */
  private static final int STOPPED_TASKS_KEPT = 200;

  private final String name;
  private final String arn;
  private final Map<String, EcsService> services = new LinkedHashMap<>();
  private final Map<String, EcsTask> tasks = new LinkedHashMap<>();
  private final List<ContainerInstance> instances = new ArrayList<>();

  Cluster(String name, String arn) {
    this.name = name;
    this.arn = arn;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  Map<String, EcsService> services() {
    return services;
  }

  List<ContainerInstance> instances() {
    return instances;
  }

  List<EcsTask> tasks() {
    return List.copyOf(tasks.values());
  }

  List<EcsTask> tasksOf(String service) {
    return tasks.values().stream().filter(task -> task.placement().service().filter(service::equals).isPresent()).toList();
  }

  /** Finds a task by id or ARN. */
  Optional<EcsTask> task(String id) {
    return Optional.ofNullable(tasks.get(id.substring(id.lastIndexOf('/') + 1)));
  }

  void add(EcsTask task) {
    tasks.put(task.id(), task);
    List<String> stopped = tasks.values().stream().filter(old -> old.status() == TaskStatus.STOPPED).map(EcsTask::id).toList();
    stopped.stream().limit(Math.max(0, stopped.size() - STOPPED_TASKS_KEPT)).forEach(tasks::remove);
  }

  /** Returns the instance that takes a new task: the one with the fewest, of those that are not being drained. */
  Optional<ContainerInstance> place() {
    return instances.stream().filter(instance -> !instance.isDraining())
        .min(Comparator.comparingLong((ContainerInstance instance) -> tasksOn(instance).size()));
  }

  List<EcsTask> tasksOn(ContainerInstance instance) {
    return tasks.values().stream().filter(task -> task.status() != TaskStatus.STOPPED)
        .filter(task -> task.placement().instance().filter(instance::equals).isPresent()).toList();
  }
}
