package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on tasks. */
final class TaskActions {
  private static final int MAX_TASKS_A_RUN = 10;

  private final EcsControlPlane ecs;

  TaskActions(EcsControlPlane ecs) {
    this.ecs = ecs;
  }

  void addTo(Map<String, EcsAction> actions) {
    actions.put("ListTasks", this::list);
    actions.put("DescribeTasks", this::describe);
    actions.put("RunTask", this::run);
    actions.put("StopTask", this::stop);
  }

  private ObjectNode list(JsonNode request) {
    Cluster cluster = ecs.cluster(EcsRequests.cluster(request));
    String desired = request.path("desiredStatus").asText("RUNNING");
    String service = ServiceActions.nameOf(request.path("serviceName").asText(""));
    String family = request.path("family").asText("");
    String startedBy = request.path("startedBy").asText("");
    String instance = request.path("containerInstance").asText("");
    return Paging.page(request, "taskArns", cluster.tasks().stream()
        .filter(task -> (task.isWanted() ? "RUNNING" : "STOPPED").equals(desired))
        .filter(task -> service.isEmpty() || task.placement().service().filter(service::equals).isPresent())
        .filter(task -> family.isEmpty() || task.definition().family().equals(family))
        .filter(task -> startedBy.isEmpty() || task.placement().startedBy().equals(startedBy))
        .filter(task -> instance.isEmpty()
            || task.placement().instance().filter(machine -> machine.arn().endsWith(instance)).isPresent())
        .map(EcsTask::arn).toList());
  }

  private ObjectNode describe(JsonNode request) {
    Cluster cluster = ecs.cluster(EcsRequests.cluster(request));
    ObjectNode answer = EcsJson.object();
    ArrayNode found = answer.putArray("tasks");
    ArrayNode failures = answer.putArray("failures");
    for (String id : EcsRequests.texts(request.path("tasks"))) {
      cluster.task(id).ifPresentOrElse(task -> found.add(EcsJson.task(task)), () -> failures.add(EcsJson.failure(id, "MISSING")));
    }
    return answer;
  }

  private ObjectNode run(JsonNode request) {
    EcsRequests.refuse(request, "capacityProviderStrategy", "placementConstraints", "placementStrategy", "volumeConfigurations");
    Cluster cluster = ecs.cluster(EcsRequests.cluster(request));
    TaskDefinition definition = ecs.definitions().find(EcsRequests.required(request, "taskDefinition"));
    int count = request.path("count").asInt(1);
    if (count < 1 || count > MAX_TASKS_A_RUN) {
      throw new InvalidEcsRequestException("count must be 1 to " + MAX_TASKS_A_RUN + ", got " + count);
    }
    List<ContainerDefinition> containers = overridden(definition, request.path("overrides").path("containerOverrides"));
    String launchType = request.path("launchType").asText("FARGATE");
    ObjectNode answer = EcsJson.object();
    ArrayNode started = answer.putArray("tasks");
    answer.putArray("failures");
    for (int i = 0; i < count; i++) {
      Optional<ContainerInstance> instance = launchType.equals("FARGATE") ? Optional.empty() : cluster.place();
      started.add(EcsJson.task(ecs.start(cluster, definition, containers,
          new EcsTask.Placement(Optional.empty(), instance, launchType, request.path("startedBy").asText("")))));
    }
    return answer;
  }

  private static List<ContainerDefinition> overridden(TaskDefinition definition, JsonNode overrides) {
    List<ContainerDefinition> containers = new ArrayList<>(definition.containers());
    for (JsonNode override : overrides) {
      String name = EcsRequests.required(override, "name");
      if (containers.stream().noneMatch(container -> container.name().equals(name))) {
        throw new InvalidEcsRequestException("Override for container named " + name
            + " is not a container in the TaskDefinition.");
      }
      containers.replaceAll(container -> container.name().equals(name) ? container.with(override) : container);
    }
    return containers;
  }

  private ObjectNode stop(JsonNode request) {
    EcsTask task = ecs.cluster(EcsRequests.cluster(request)).task(EcsRequests.required(request, "task"))
        .orElseThrow(() -> new InvalidEcsRequestException("The referenced task was not found."));
    task.stop("UserInitiated", request.path("reason").asText("Task stopped by user"));
    return EcsJson.object().set("task", EcsJson.task(task));
  }
}
