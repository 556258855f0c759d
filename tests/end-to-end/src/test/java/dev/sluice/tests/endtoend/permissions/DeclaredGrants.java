package dev.sluice.tests.endtoend.permissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.infra.preview.DeclaredResource;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The grants that a stack's policies make to the roles of its services, read from the policies as they would be deployed. */
public final class DeclaredGrants {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  /** What a service's jar may do; the execution role is ECS's own. */
  private static final String TASK_ROLE = "-task";

  private DeclaredGrants() {}

  public static Set<Grant> of(DeclaredStack stack) {
    Set<Grant> grants = new TreeSet<>();
    for (DeclaredResource policy : stack.ofType("aws:iam/rolePolicy:RolePolicy")) {
      if (policy.name().endsWith(TASK_ROLE)) {
        String role = policy.name().substring(0, policy.name().length() - TASK_ROLE.length());
        tree(policy.text("policy")).get("Statement").forEach(statement -> grants.addAll(grants(role, statement)));
      }
    }
    return grants;
  }

  private static List<Grant> grants(String role, JsonNode statement) {
    String condition = statement.has("Condition") ? " if " + statement.get("Condition") : "";
    List<Grant> grants = new ArrayList<>();
    for (String action : texts(statement.get("Action"))) {
      for (String resource : texts(statement.get("Resource"))) {
        grants.add(new Grant(role, action, named(resource) + condition));
      }
    }
    return grants;
  }

  /** Makes {@code sqs.Queue default} of the stand-in for that queue's ARN. */
  private static String named(String resource) {
    String name = resource;
    for (Reference reference : Reference.in(resource)) {
      name = name.replace(reference.toString(), reference.title());
    }
    return name;
  }

  private static List<String> texts(JsonNode oneOrMany) {
    List<String> texts = new ArrayList<>();
    if (oneOrMany.isTextual()) {
      texts.add(oneOrMany.asText());
    }
    oneOrMany.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
