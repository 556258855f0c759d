package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on task protection. */
final class ProtectionActions {
  private static final int MAX_TASKS = 10;

  private final EcsControlPlane ecs;

  ProtectionActions(EcsControlPlane ecs) {
    this.ecs = ecs;
  }

  void addTo(Map<String, EcsAction> actions) {
    actions.put("GetTaskProtection", this::get);
    actions.put("UpdateTaskProtection", this::update);
  }

  private ObjectNode get(JsonNode request) {
    Cluster cluster = ecs.cluster(EcsRequests.required(request, "cluster"));
    List<String> ids = EcsRequests.texts(request.path("tasks"));
    List<String> all = ids.isEmpty() ? cluster.tasks().stream().filter(EcsTask::isWanted).map(EcsTask::arn).toList() : ids;
    return answer(cluster, all);
  }

  private ObjectNode update(JsonNode request) {
    Cluster cluster = ecs.cluster(EcsRequests.required(request, "cluster"));
    List<String> ids = EcsRequests.texts(request.path("tasks"));
    if (ids.isEmpty() || ids.size() > MAX_TASKS) {
      throw new InvalidEcsRequestException("tasks must name 1 to " + MAX_TASKS + " tasks, got " + ids.size());
    }
    if (!request.hasNonNull("protectionEnabled")) {
      throw new InvalidEcsRequestException("protectionEnabled is required");
    }
    Integer minutes = request.hasNonNull("expiresInMinutes") ? request.path("expiresInMinutes").asInt() : null;
    boolean enabled = request.path("protectionEnabled").asBoolean();
    Protection protection = enabled ? Protection.lasting(minutes, Instant.now()) : Protection.NONE;
    ids.forEach(id -> protectable(cluster, id).ifPresent(task -> ecs.protect(task, protection)));
    return answer(cluster, ids);
  }

  /**
   * "This operation is only supported for tasks belonging to an Amazon ECS service"; a stopping task cannot be protected any
   * more.
   */
  private static Optional<EcsTask> protectable(Cluster cluster, String id) {
    return cluster.task(id).filter(EcsTask::isWanted).filter(task -> task.placement().service().isPresent());
  }

  private static ObjectNode answer(Cluster cluster, List<String> ids) {
    ObjectNode answer = EcsJson.object();
    ArrayNode found = answer.putArray("protectedTasks");
    ArrayNode failures = answer.putArray("failures");
    for (String id : ids) {
      protectable(cluster, id).ifPresentOrElse(task -> found.add(EcsJson.protection(task)),
          () -> failures.add(EcsJson.failure(id, cluster.task(id).isPresent() ? "TASK_NOT_VALID" : "MISSING")));
    }
    return answer;
  }
}
