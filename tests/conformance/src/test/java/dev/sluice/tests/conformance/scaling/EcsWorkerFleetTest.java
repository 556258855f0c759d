package dev.sluice.tests.conformance.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.ecs.EcsFleets;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.localstack.LocalCloud;
import dev.sluice.localstack.LocalCloudOptions;
import java.nio.file.Path;
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
    return fleets.fleets().get(IdleServices.name(opened++));
  }
}
