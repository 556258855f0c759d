package dev.sluice.localstack.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Renders the statements of {@code iam.getPolicyDocument} as the JSON that the provider returns. */
final class PolicyDocument {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PolicyDocument() {}

  static Map<String, Object> answer(Inputs arguments) {
    ObjectNode document = JSON.createObjectNode();
    document.put("Version", arguments.text("version").orElse("2012-10-17"));
    arguments.text("policyId").ifPresent(id -> document.put("Id", id));
    ArrayNode statements = document.putArray("Statement");
    arguments.objects("statements").forEach(statement -> statements.add(statement(statement)));
    try {
      String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
      return Map.of("id", Integer.toHexString(json.hashCode()), "json", json, "minifiedJson", JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode statement(Inputs statement) {
    ObjectNode node = JSON.createObjectNode();
    statement.text("sid").ifPresent(sid -> node.put("Sid", sid));
    node.put("Effect", statement.text("effect").orElse("Allow"));
    putOneOrMany(node, "Action", statement.list("actions"));
    putOneOrMany(node, "NotAction", statement.list("notActions"));
    putOneOrMany(node, "Resource", statement.list("resources"));
    putOneOrMany(node, "NotResource", statement.list("notResources"));
    for (Inputs principal : statement.objects("principals")) {
      putOneOrMany(child(node, "Principal"), principal.requiredText("type"), principal.list("identifiers"));
    }
    for (Inputs condition : statement.objects("conditions")) {
      putOneOrMany(child(child(node, "Condition"), condition.requiredText("test")), condition.requiredText("variable"),
          condition.list("values"));
    }
    return node;
  }

  private static ObjectNode child(ObjectNode node, String name) {
    return node.get(name) instanceof ObjectNode existing ? existing : node.putObject(name);
  }

  private static void putOneOrMany(ObjectNode node, String name, List<?> values) {
    if (values.size() == 1) {
      node.put(name, String.valueOf(values.get(0)));
    } else if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(value -> array.add(String.valueOf(value)));
    }
  }
}
