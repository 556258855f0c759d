package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.localstack.gateway.PathService;
import java.time.Instant;
import java.util.Optional;

/**
 * What a task finds at {@code ECS_AGENT_URI} (task protection) and {@code ECS_CONTAINER_METADATA_URI_V4} (who am I). Safe for any
 * thread.
 */
public final class TaskAgent implements PathService {
  private final EcsControlPlane ecs;

  public TaskAgent(EcsControlPlane ecs) {
    this.ecs = ecs;
  }

  @Override
  public Optional<Answer> answer(String method, String path, JsonNode body) {
    String[] parts = path.split("/", 2);
    String rest = parts.length > 1 ? parts[1] : "";
    return ecs.onControlThread(() -> ecs.taskById(parts[0]).flatMap(task -> {
      if (rest.equals("task-protection/v1/state")) {
        return Optional.of(protection(task, method, body));
      }
      boolean isMetadata = method.equals("GET") && rest.startsWith("metadata/");
      return isMetadata ? metadata(task, rest.substring("metadata/".length())) : Optional.empty();
    }));
  }

  private Answer protection(EcsTask task, String method, JsonNode body) {
    try {
      if (method.equals("PUT")) {
        boolean enabled = body.path("ProtectionEnabled").asBoolean(false);
        Integer minutes = body.hasNonNull("ExpiresInMinutes") ? body.path("ExpiresInMinutes").asInt() : null;
        if (!body.hasNonNull("ProtectionEnabled")) {
          throw new InvalidEcsRequestException("Invalid request: does not contain 'ProtectionEnabled' field");
        }
        if (task.placement().service().isEmpty()) {
          // Documented as a failure of its own form, not as an error.
          ObjectNode answer = EcsJson.object();
          answer.putObject("failure").put("Arn", task.arn()).putNull("Detail").put("Reason", "TASK_NOT_VALID");
          return new Answer(200, answer);
        }
        ecs.protect(task, enabled ? Protection.lasting(minutes, Instant.now()) : Protection.NONE);
      }
      ObjectNode protection = EcsJson.object().put("ProtectionEnabled", task.protection().holdsAt(Instant.now()))
          .put("TaskArn", task.arn());
      if (task.protection().holdsAt(Instant.now())) {
        protection.put("ExpirationDate", String.valueOf(task.protection().until()));
      }
      return new Answer(200, EcsJson.object().set("protection", protection));
    } catch (EcsException e) {
      return refused(task, 400, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private static Answer refused(EcsTask task, int status, String code, String message) {
    ObjectNode answer = EcsJson.object();
    answer.putObject("error").put("Arn", task.arn()).put("Code", code).put("Message", message);
    return new Answer(status, answer);
  }

  private static Optional<Answer> metadata(EcsTask task, String rest) {
    if (rest.endsWith("/task")) {
      ObjectNode answer = EcsJson.object().put("Cluster", task.cluster().name()).put("TaskARN", task.arn())
          .put("Family", task.definition().family()).put("Revision", Integer.toString(task.definition().revision()))
          .put("DesiredStatus", task.isWanted() ? "RUNNING" : "STOPPED").put("KnownStatus", task.status().name())
          .put("LaunchType", task.placement().launchType());
      task.placement().service().ifPresent(service -> answer.put("ServiceName", service));
      ArrayNode containers = answer.putArray("Containers");
      task.containers().forEach(container -> containers.add(container(container)));
      return Optional.of(new Answer(200, answer));
    }
    return task.containers().stream().filter(container -> container.definition().name().equals(rest)).findFirst()
        .map(container -> new Answer(200, container(container)));
  }

  private static ObjectNode container(EcsContainer container) {
    return EcsJson.object().put("DockerId", Long.toString(container.pid())).put("Name", container.definition().name())
        .put("Image", container.definition().image()).put("KnownStatus", container.isRunning() ? "RUNNING" : "STOPPED");
  }
}
