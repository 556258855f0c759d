package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServicesTest {
  private static final String TASK = "aws:ecs/taskDefinition:TaskDefinition";
  private static final String SERVICE = "aws:ecs/service:Service";
  private static final Map<String, String> TWO_POOLS = Map.of("queues", "default,bulk", "namePrefix", "acme", "workerPools", """
      [{"name": "small", "queues": ["default"], "cpu": 256, "memory": 512, "slots": 4, "min": 2, "max": 10, "desired": 3},
       {"name": "large", "queues": ["bulk"], "cpu": 2048, "memory": 4096, "min": 2, "max": 10}]""");

  @Test
  void everyPoolIsAServiceBesideCoordinatorAndAutoscaler() {
    EvaluatedStack stack = EvaluatedStack.with(TWO_POOLS);

    assertThat(stack.only("aws:ecs/cluster:Cluster").input("name")).isEqualTo("acme");
    assertThat(stack.ofType(SERVICE)).extracting(service -> service.input("name")).containsExactlyInAnyOrder(
        "acme-coordinator", "acme-worker-small", "acme-worker-large", "acme-autoscaler");
    assertThat(stack.ofType(SERVICE)).allSatisfy(service ->
        assertThat(service.input("cluster")).isEqualTo("arn:aws:ecs:eu-central-1:1:cluster/acme"));
  }

  @Test
  void onlyTheWorkersDesiredCountIsLeftToTheAutoscaler() {
    EvaluatedStack stack = EvaluatedStack.with(TWO_POOLS);

    assertThat(stack.named(SERVICE, "worker-small").input("desiredCount")).isEqualTo(3.0);
    assertThat(stack.named(SERVICE, "worker-large").input("desiredCount")).isEqualTo(2.0);
    assertThat(stack.named(SERVICE, "worker-small").ignoredChanges()).containsExactly("desiredCount");
    assertThat(stack.named(SERVICE, "worker-large").ignoredChanges()).containsExactly("desiredCount");
    assertThat(stack.named(SERVICE, "coordinator").ignoredChanges()).isEmpty();
    assertThat(stack.named(SERVICE, "autoscaler").ignoredChanges()).isEmpty();
  }

  @Test
  void cpuMemoryAndStopTimeoutComeFromTheConfiguration() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of(
        "coordinatorCpu", "512", "coordinatorMemory", "1024", "stopTimeout", "100s", "workerPools", TWO_POOLS.get("workerPools"),
        "queues", "default,bulk"));

    assertThat(stack.named(TASK, "coordinator").inputs()).containsEntry("cpu", "512").containsEntry("memory", "1024");
    assertThat(stack.named(TASK, "worker-large").inputs()).containsEntry("cpu", "2048").containsEntry("memory", "4096");
    assertThat(stack.ofType(TASK)).allSatisfy(task ->
        assertThat(container(task).get("stopTimeout").asInt()).isEqualTo(100));
  }

  @Test
  void theContainerAsksItsServiceForHealthAndNamesItsImage() {
    JsonNode container = container(EvaluatedStack.with(Map.of("imagePrefix", "registry.test/sluice", "imageTag", "1.2"))
        .named(TASK, "worker-default"));

    assertThat(container.get("image").asText()).isEqualTo("registry.test/sluice/worker:1.2");
    assertThat(container.at("/healthCheck/command/0").asText()).isEqualTo("CMD");
    assertThat(container.at("/healthCheck/command").toString()).contains("dev.sluice.contract.HealthProbe");
    assertThat(container.at("/portMappings/0/containerPort").asInt()).isEqualTo(8080);
    assertThat(container.at("/logConfiguration/logDriver").asText()).isEqualTo("awslogs");
    assertThat(container.has("entryPoint")).isFalse();
  }

  @Test
  void theLoadBalancerLeadsToTheCoordinator() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    @SuppressWarnings("unchecked")
    var balancers = (List<Map<String, Object>>) stack.named(SERVICE, "coordinator").input("loadBalancers");
    assertThat(balancers).hasSize(1);
    assertThat(balancers.get(0)).containsEntry("containerName", "coordinator").containsEntry("containerPort", 8080.0);
    assertThat(stack.outputs()).containsEntry("SLUICE_COORDINATOR_URL", "http://coordinator.elb.test");
    assertThat(EvaluatedStack.with(Map.of("loadBalancerPort", "8000")).outputs())
        .containsEntry("SLUICE_COORDINATOR_URL", "http://coordinator.elb.test:8000");
  }

  @Test
  void twoEvaluationsWriteTheSameTaskDefinitions() {
    EvaluatedStack first = EvaluatedStack.with(TWO_POOLS);
    EvaluatedStack second = EvaluatedStack.with(TWO_POOLS);

    for (RegisteredResource task : first.ofType(TASK)) {
      assertThat(second.named(TASK, task.name()).inputs()).isEqualTo(task.inputs());
    }
  }

  /** The circuit breaker starts tasks of the revision before, which may not be deregistered by the update that replaces it. */
  @Test
  void whatADeploymentRollsBackToStaysRegistered() {
    EvaluatedStack stack = EvaluatedStack.with(TWO_POOLS);

    assertThat(stack.ofType(SERVICE)).allSatisfy(service ->
        assertThat(service.input("deploymentCircuitBreaker")).isEqualTo(Map.of("enable", true, "rollback", true)));
    assertThat(stack.ofType(TASK)).allSatisfy(task -> assertThat(task.input("skipDestroy")).isEqualTo(true));
  }

  private static JsonNode container(RegisteredResource task) {
    return task.json("containerDefinitions").get(0);
  }
}
