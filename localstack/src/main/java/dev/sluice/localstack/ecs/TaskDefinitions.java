package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.localstack.engine.AwsAccount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All revisions of all families. Safe for any thread. */
final class TaskDefinitions {
  private final AwsAccount account;
  private final Map<String, TaskDefinition> byArn = new TreeMap<>();
  private final Map<String, Integer> lastRevision = new HashMap<>();

  TaskDefinitions(AwsAccount account) {
    this.account = account;
  }

  synchronized TaskDefinition register(ObjectNode request) {
    String family = request.path("family").asText("");
    if (!family.matches("[A-Za-z0-9_-]{1,255}")) {
      throw new EcsException("ClientException", "family must be 1 to 255 letters, digits, - and _, got \"" + family + "\"");
    }
    int revision = lastRevision.merge(family, 1, Integer::sum);
    String arn = account.arn("ecs", "task-definition/" + family + ":" + revision);
    TaskDefinition definition = TaskDefinition.parse(request, arn, revision);
    byArn.put(arn, definition);
    return definition;
  }

  /** Finds a revision by ARN, by {@code family:revision}, or the newest by family. */
  synchronized TaskDefinition find(String id) {
    String name = id.substring(id.lastIndexOf('/') + 1);
    String revision = name.contains(":") ? name : name + ":" + lastRevision.getOrDefault(name, 0);
    TaskDefinition definition = byArn.get(account.arn("ecs", "task-definition/" + revision));
    if (definition == null) {
      throw new EcsException("ClientException", "Unable to describe task definition: " + id);
    }
    return definition;
  }

  synchronized List<TaskDefinition> all() {
    return new ArrayList<>(byArn.values());
  }

  synchronized TaskDefinition deregister(String id) {
    TaskDefinition definition = find(id);
    definition.document().put("status", "INACTIVE");
    return definition;
  }
}
