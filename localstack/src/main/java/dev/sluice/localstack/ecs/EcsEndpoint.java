package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.localstack.gateway.AwsError;
import dev.sluice.localstack.gateway.JsonService;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ECS API, AWS JSON 1.1. Safe for any thread. */
public final class EcsEndpoint implements JsonService {
  /** What the header {@code X-Amz-Target} of a request to ECS begins with. */
  public static final String TARGET = "AmazonEC2ContainerServiceV20141113";

  private final EcsControlPlane ecs;
  private final Map<String, EcsAction> actions = new TreeMap<>();

  public EcsEndpoint(EcsControlPlane ecs) {
    this.ecs = ecs;
    new ClusterActions(ecs).addTo(actions);
    new ServiceActions(ecs).addTo(actions);
    new TaskActions(ecs).addTo(actions);
    new TaskDefinitionActions(ecs.definitions()).addTo(actions);
    new ProtectionActions(ecs).addTo(actions);
  }

  @Override
  public Optional<JsonNode> answer(String operation, JsonNode request) {
    EcsAction action = actions.get(operation);
    if (action == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ecs.onControlThread(() -> action.answer(request)));
    } catch (EcsException e) {
      throw new AwsError(400, e.code(), String.valueOf(e.getMessage()));
    }
  }
}
