package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Operations on task definitions. */
final class TaskDefinitionActions {
  private final TaskDefinitions definitions;

  TaskDefinitionActions(TaskDefinitions definitions) {
    this.definitions = definitions;
  }

  void addTo(Map<String, EcsAction> actions) {
    actions.put("RegisterTaskDefinition", request -> answer(definitions.register((ObjectNode) request)));
    actions.put("DescribeTaskDefinition", request -> answer(definitions.find(EcsRequests.required(request, "taskDefinition"))));
    actions.put("DeregisterTaskDefinition",
        request -> answer(definitions.deregister(EcsRequests.required(request, "taskDefinition"))));
    actions.put("ListTaskDefinitions", this::list);
  }

  private static ObjectNode answer(TaskDefinition definition) {
    return EcsJson.object().set("taskDefinition", definition.document());
  }

  private ObjectNode list(JsonNode request) {
    String prefix = request.path("familyPrefix").asText("");
    String status = request.path("status").asText("ACTIVE");
    return Paging.page(request, "taskDefinitionArns", definitions.all().stream()
        .filter(definition -> prefix.isEmpty() || definition.family().equals(prefix))
        .filter(definition -> definition.document().path("status").asText().equals(status))
        .map(TaskDefinition::arn).toList());
  }
}
