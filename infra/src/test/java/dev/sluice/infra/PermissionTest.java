package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.ServiceKind;
import dev.sluice.infra.identity.Permission;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PermissionTest {
  private static final String POLICY = "aws:iam/rolePolicy:RolePolicy";

  /** What {@link Permission#of} says is held against the services' real calls in tests/end-to-end. */
  @Test
  void eachRolesPolicyIsWrittenFromThePermissionsOfItsServiceAndNothingElse() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    assertThat(statements(stack, "coordinator-task")).isEqualTo(permissions(ServiceKind.COORDINATOR));
    assertThat(statements(stack, "worker-default-task")).isEqualTo(permissions(ServiceKind.WORKER));
    assertThat(statements(stack, "autoscaler-task")).isEqualTo(permissions(ServiceKind.AUTOSCALER));
    assertThat(stack.ofType(POLICY)).extracting(RegisteredResource::name).filteredOn(name -> name.endsWith("-task"))
        .containsExactlyInAnyOrder("coordinator-task", "worker-default-task", "autoscaler-task");
  }

  @Test
  void aCoordinatorMaySendToTheQueuesOfOutboxTopicsAndToNoOther() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("outboxQueueUrls", """
        {"mail": "https://sqs.eu-west-1.amazonaws.com/111122223333/mail.fifo", "sms": "http://127.0.0.1:9324/000000000000/sms"}"""));

    Map<String, Set<String>> more = new TreeMap<>(statements(stack, "coordinator-task"));
    more.keySet().removeAll(permissions(ServiceKind.COORDINATOR).keySet());
    assertThat(more).containsExactly(Map.entry("outboxqueues", Set.of("sqs:SendMessage")));
    assertThat(stack.named(POLICY, "coordinator-task").text("policy"))
        .contains("arn:aws:sqs:eu-west-1:111122223333:mail.fifo", "arn:aws:sqs:eu-central-1:000000000000:sms");
  }

  @Test
  void noActionIsAWildcardAndNoTaskRoleReachesEverythingUnconditionally() {
    for (RegisteredResource policy : EvaluatedStack.with(Map.of()).ofType(POLICY)) {
      for (JsonNode statement : policy.json("policy").get("Statement")) {
        assertThat(statement.get("Action").toString()).doesNotContain("*");
        if (policy.name().endsWith("-task") && statement.get("Resource").asText().equals("*")) {
          assertThat(statement.has("Condition")).as(policy.name() + " " + statement.get("Sid")).isTrue();
        }
      }
    }
  }

  @Test
  void aWorkerReceivesOnlyFromTheQueuesOfItsPool() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("queues", "default,bulk", "workerPools", """
        [{"name": "small", "queues": ["default"], "max": 5}, {"name": "large", "queues": ["bulk"], "max": 5}]"""));

    JsonNode served = statement(stack, "worker-large-task", "ServedQueues");
    assertThat(served.get("Resource").asText()).isEqualTo("arn:aws:aws:bulk");
    assertThat(statement(stack, "worker-large-task", "Queues").get("Resource")).hasSize(2);
    assertThat(statement(stack, "worker-large-task", "ServedDeadLetterQueues").get("Resource").asText())
        .isEqualTo("arn:aws:aws:bulk-dead-letters");
  }

  @Test
  void theAutoscalerMayChangeOnlyWorkerServices() {
    JsonNode services = statement(EvaluatedStack.with(Map.of()), "autoscaler-task", "WorkerServices");
    assertThat(services.get("Resource").asText()).isEqualTo("worker-default-id");
  }

  private static JsonNode statement(EvaluatedStack stack, String role, String sid) {
    for (JsonNode statement : stack.named(POLICY, role).json("policy").get("Statement")) {
      if (statement.get("Sid").asText().equals(sid)) {
        return statement;
      }
    }
    throw new AssertionError(role + " has no statement " + sid);
  }

  /** Returns the actions by what they reach, with the scope in the spelling of a statement's id. */
  private static Map<String, Set<String>> permissions(ServiceKind service) {
    Map<String, Set<String>> actions = new TreeMap<>();
    Permission.of(service).forEach(permission -> actions.put(
        permission.scope().name().replace("_", "").toLowerCase(Locale.ROOT), new TreeSet<>(permission.actions())));
    return actions;
  }

  private static Map<String, Set<String>> statements(EvaluatedStack stack, String role) {
    Map<String, Set<String>> actions = new TreeMap<>();
    for (JsonNode statement : stack.named(POLICY, role).json("policy").get("Statement")) {
      Set<String> named = new TreeSet<>();
      JsonNode action = statement.get("Action");
      if (action.isTextual()) {
        named.add(action.asText());
      }
      action.forEach(one -> named.add(one.asText()));
      actions.put(statement.get("Sid").asText().toLowerCase(Locale.ROOT), named);
    }
    return actions;
  }
}
