package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PermissionTest {
  private static final String POLICY = "aws:iam/rolePolicy:RolePolicy";

  @Test
  void eachRoleHasExactlyTheActionsThatItsJarCalls() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    assertThat(actions(stack, "coordinator-task")).containsExactly(
        "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage");
    assertThat(actions(stack, "worker-default-task")).containsExactly(
        "ecs:UpdateTaskProtection", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage", "sqs:SendMessage");
    assertThat(actions(stack, "autoscaler-task")).containsExactly(
        "ecs:DescribeServices", "ecs:DescribeTasks", "ecs:ListTasks", "ecs:UpdateService", "sqs:GetQueueAttributes");
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
        [{"name": "small", "queues": ["default"]}, {"name": "large", "queues": ["bulk"]}]"""));

    JsonNode served = statement(stack, "worker-large-task", "ServedQueues");
    assertThat(served.get("Resource").asText()).isEqualTo("arn:aws:aws:bulk");
    assertThat(statement(stack, "worker-large-task", "Queues").get("Resource")).hasSize(2);
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

  private static List<String> actions(EvaluatedStack stack, String role) {
    TreeSet<String> actions = new TreeSet<>();
    for (JsonNode statement : stack.named(POLICY, role).json("policy").get("Statement")) {
      JsonNode action = statement.get("Action");
      if (action.isTextual()) {
        actions.add(action.asText());
      } else {
        action.forEach(one -> actions.add(one.asText()));
      }
    }
    return new ArrayList<>(actions);
  }
}
