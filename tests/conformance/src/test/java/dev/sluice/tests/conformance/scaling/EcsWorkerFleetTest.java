package dev.sluice.tests.conformance.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.ecs.EcsFleets;
import dev.sluice.adapters.ecs.EcsTaskAgent;
import dev.sluice.core.scaling.InstanceProtection;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.localstack.LocalCloud;
import dev.sluice.localstack.LocalCloudOptions;
import dev.sluice.localstack.ecs.TaskView;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

/** The ECS adapter against the local cloud's ECS, which really starts and stops tasks. */
final class EcsWorkerFleetTest extends WorkerFleetConformance {
  @TempDir
  static Path folder;

  private static LocalCloud cloud;
  private static EcsFleets fleets;
  private static int opened;

  private final Map<WorkerFleet, String> services = new HashMap<>();
  private final Map<String, InstanceProtection> agents = new HashMap<>();

  @BeforeAll
  static void startCloud() {
    cloud = LocalCloud.start(LocalCloudOptions.of(IdleServices::run, "sluice", "conformance", IdleServices.imageIn(folder)));
    fleets = EcsFleets.open(
        EcsClient.builder().endpointOverride(cloud.endpoint()).region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))),
        String.valueOf(cloud.outputs().get("clusterName")),
        IntStream.range(0, IdleServices.COUNT).mapToObj(IdleServices::name).collect(Collectors.toMap(name -> name, name -> name)),
        RANGE);
  }

  @AfterAll
  static void stopCloud() {
    fleets.close();
    cloud.close();
  }

  @Override
  WorkerFleet open(int workers) {
    assertThat(workers).isEqualTo(IdleServices.DESIRED);
    String service = IdleServices.name(opened++);
    WorkerFleet fleet = fleets.fleets().get(service);
    services.put(fleet, service);
    return fleet;
  }

  /** Each task asks its own agent, at the address that ECS gives it. */
  @Override
  List<InstanceProtection> instances(WorkerFleet fleet) {
    return cloud.tasks().stream()
        .filter(task -> task.service().filter(services.get(fleet)::equals).isPresent() && !task.stopWanted())
        .map(TaskView::id)
        .map(id -> agents.computeIfAbsent(id, task -> new EcsTaskAgent(cloud.endpoint() + "/ecs-agent/" + task)))
        .toList();
  }
}
