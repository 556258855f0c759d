package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hardens a stack, what it may do without, and what its files differ in. */
final class ResourcesTest {
  private static final String SERVICE = "aws:ecs/service:Service";
  private static final String INSTANCE = "aws:rds/instance:Instance";

  @Test
  void aProtectedDatabaseCannotBeLostByMistake() {
    RegisteredResource live = EvaluatedStack.with(Map.of()).only(INSTANCE);
    assertThat(live.isProtected()).isTrue();
    assertThat(live.inputs()).containsEntry("deletionProtection", true).containsEntry("skipFinalSnapshot", false)
        .containsEntry("finalSnapshotIdentifier", "sluice-test-final");

    RegisteredResource throwaway = EvaluatedStack.with(Map.of("protected", "false")).only(INSTANCE);
    assertThat(throwaway.isProtected()).isFalse();
    assertThat(throwaway.inputs()).containsEntry("deletionProtection", false).containsEntry("skipFinalSnapshot", true);
  }

  @Test
  void theDatabaseTakesEncryptedConnectionsOnly() {
    RegisteredResource group = EvaluatedStack.with(Map.of("databaseMajorVersion", "16"))
        .only("aws:rds/parameterGroup:ParameterGroup");
    assertThat(group.input("family")).isEqualTo("postgres16");
    assertThat(group.input("parameters").toString()).contains("rds.force_ssl");
  }

  @Test
  void queuesAreEncryptedAndRefusePlainHttpAndStrangersDeadLetters() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    assertThat(stack.ofType("aws:sqs/queue:Queue")).allSatisfy(queue ->
        assertThat(queue.input("sqsManagedSseEnabled")).isEqualTo(true));
    assertThat(stack.ofType("aws:sqs/queuePolicy:QueuePolicy")).hasSize(2).allSatisfy(policy -> {
      JsonNode statement = policy.json("policy").at("/Statement/0");
      assertThat(statement.get("Effect").asText()).isEqualTo("Deny");
      assertThat(statement.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("false");
    });
    assertThat(stack.only("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy").json("redriveAllowPolicy").at("/sourceQueueArns/0")
        .asText())
        .isEqualTo("arn:aws:aws:default");
  }

  @Test
  void deploymentsThatFailGoBackByThemselves() {
    assertThat(EvaluatedStack.with(Map.of()).ofType(SERVICE)).allSatisfy(service ->
        assertThat(service.input("deploymentCircuitBreaker")).isEqualTo(Map.of("enable", true, "rollback", true)));
  }

  @Test
  void aPoolIsSpreadOverSpotAsItSays() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("workerPools",
        "[{\"name\": \"a\", \"max\": 5, \"spotShare\": 70}, {\"name\": \"b\", \"max\": 5}]"));

    assertThat(strategies(stack, "worker-a")).containsExactlyInAnyOrder(
        Map.of("capacityProvider", "FARGATE", "base", 0.0, "weight", 30.0),
        Map.of("capacityProvider", "FARGATE_SPOT", "base", 0.0, "weight", 70.0));
    assertThat(strategies(stack, "worker-b")).containsExactly(Map.of("capacityProvider", "FARGATE", "base", 0.0, "weight", 1.0));
    assertThat(strategies(stack, "coordinator"))
        .containsExactly(Map.of("capacityProvider", "FARGATE", "base", 0.0, "weight", 1.0));
  }

  @Test
  void machinesOfTheStacksOwnAreACapacityProvider() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("launchType", "EC2", "machines", "new", "maxMachines", "6"));

    assertThat(stack.only("aws:autoscaling/group:Group").input("maxSize")).isEqualTo(6.0);
    assertThat(strategies(stack, "coordinator")).hasSize(1);
    assertThat(stack.named(SERVICE, "coordinator").inputs()).doesNotContainKey("launchType");
  }

  @ParameterizedTest
  @CsvSource({"X86_64, m7i.large, amazon-linux-2023/recommended", "ARM64, m7g.large, amazon-linux-2023/arm64/recommended"})
  void tasksAndTheirMachinesHaveTheSameProcessors(String architecture, String type, String image) {
    EvaluatedStack stack =
        EvaluatedStack.with(Map.of("launchType", "EC2", "machines", "new", "architecture", architecture));

    assertThat(stack.ofType("aws:ecs/taskDefinition:TaskDefinition")).isNotEmpty().allSatisfy(task ->
        assertThat(task.input("runtimePlatform"))
            .isEqualTo(Map.of("cpuArchitecture", architecture, "operatingSystemFamily", "LINUX")));
    RegisteredResource template = stack.only("aws:ec2/launchTemplate:LaunchTemplate");
    assertThat(template.input("instanceType")).isEqualTo(type);
    assertThat(template.text("imageId")).contains(image);
  }

  @Test
  void machinesJoinTheClusterAndDrainAtASpotNotice() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("launchType", "EC2", "machines", "new"));

    String userData = stack.only("aws:ec2/launchTemplate:LaunchTemplate").text("userData");
    assertThat(new String(Base64.getDecoder().decode(userData), StandardCharsets.UTF_8).lines()).containsExactly(
        "#!/bin/sh",
        "echo ECS_CLUSTER=sluice-test >> /etc/ecs/ecs.config",
        "echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config");
  }

  @Test
  void machinesCarryTheTagsThatTheProviderDoesNotHandDownToThem() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("launchType", "EC2", "machines", "new",
        "aws:defaultTags", "{\"tags\": {\"project\": \"sluice\", \"stack\": \"test\"}}"));

    assertThat(stack.only("aws:autoscaling/group:Group").input("tags").toString()).contains("key=project", "key=stack", "value=test");
    assertThat(stack.ofType(SERVICE)).isNotEmpty()
        .allSatisfy(service -> assertThat(service.input("propagateTags")).isEqualTo("SERVICE"));
  }

  @Test
  void imagesComeFromTheStacksOwnRepositories() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("imageRepositories", "true", "imageTag", "1.2"));

    assertThat(stack.ofType("aws:ecr/repository:Repository")).hasSize(4)
        .allSatisfy(repository -> assertThat(repository.input("imageTagMutability")).isEqualTo("IMMUTABLE"));
    assertThat(stack.ofType("aws:ecr/lifecyclePolicy:LifecyclePolicy")).hasSize(4);
    assertThat(stack.named("aws:ecs/taskDefinition:TaskDefinition", "worker-default").json("containerDefinitions")
        .at("/0/image").asText()).isEqualTo("registry.test/sluice-test/worker:1.2");
  }

  @Test
  void theSimulatorIsATaskWithoutAService() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    assertThat(stack.named("aws:ecs/taskDefinition:TaskDefinition", "simulator").json("containerDefinitions").at("/0")
        .has("healthCheck"))
        .isFalse();
    assertThat(stack.environment("simulator")).containsOnlyKeys("SLUICE_COORDINATOR_URL", "SLUICE_LOG_LEVEL");
    assertThat(stack.ofType(SERVICE)).noneMatch(service -> service.name().equals("simulator"));
  }

  @Test
  void anAlarmWatchesDeadLettersAgeDatabaseAndCoordinator() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("alarmEmails", "ops@example.test"));

    assertThat(stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm")).extracting(RegisteredResource::name)
        .containsExactlyInAnyOrder(
        "default-dead-letters", "default-waiting-message", "default-waiting-op", "database-processor", "database-storage",
        "coordinator-healthy", "coordinator-errors");
    RegisteredResource waiting = stack.named("aws:cloudwatch/metricAlarm:MetricAlarm", "default-waiting-op");
    assertThat(waiting.inputs()).containsEntry("namespace", "Sluice").containsEntry("metricName", "queue_oldest_age_seconds")
        .containsEntry("threshold", 300.0);
    assertThat(stack.only("aws:sns/topicSubscription:TopicSubscription").input("endpoint")).isEqualTo("ops@example.test");
    assertThat(stack.only("aws:cloudwatch/dashboard:Dashboard").json("dashboardBody").get("widgets")).hasSize(7);
  }

  @Test
  void chaosIsPermittedOnlyWhereItIsSwitchedOn() {
    assertThat(policy(EvaluatedStack.with(Map.of()))).doesNotContain("ecs:StopTask");
    assertThat(policy(EvaluatedStack.with(Map.of("protected", "false", "chaos", "true")))).contains("ecs:StopTask");
  }

  @Test
  void stackFilesDifferOnlyInConfiguration() {
    Map<String, Long> dev = types("dev");
    Map<String, Long> prod = types("prod");
    assertThat(prod.keySet()).containsAll(dev.keySet());
    assertThat(dev).containsKeys(INSTANCE, "aws:ecs/cluster:Cluster", "aws:ec2/vpc:Vpc", "aws:lb/loadBalancer:LoadBalancer");
  }

  private static Map<String, Long> types(String stack) {
    Map<String, Long> types = new HashMap<>();
    EvaluatedStack.of(StackConfiguration.fromFile(Path.of(".."), stack)).resources()
        .forEach(resource -> types.merge(resource.type(), 1L, Long::sum));
    return types;
  }

  private static String policy(EvaluatedStack stack) {
    return stack.named("aws:iam/rolePolicy:RolePolicy", "autoscaler-task").text("policy");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> strategies(EvaluatedStack stack, String service) {
    return (List<Map<String, Object>>) stack.named(SERVICE, service).input("capacityProviderStrategies");
  }
}
