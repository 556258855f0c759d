package dev.sluice.adapters.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.scripted.ScriptedEndpoint;
import dev.sluice.adapters.scripted.ScriptedEndpoint.Answer;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

final class EcsWorkerFleetTest {
  private static final Answer UPDATED = new Answer(200, "{\"service\":{\"serviceName\":\"workers\",\"desiredCount\":3}}");

  @Test
  void theSizeIsTheServicesDesiredAndRunningCount() {
    withFleet(described("ACTIVE", 3, 2), (fleet, endpoint) -> {
      assertThat(fleet.size()).isEqualTo(new FleetSize(3, 2));
      assertThat(endpoint.requests()).containsExactly("DescribeServices {\"cluster\":\"sluice\",\"services\":[\"workers\"]}");
    });
  }

  @Test
  void scalingSetsTheDesiredCountAndNothingElse() {
    withFleet(UPDATED, (fleet, endpoint) -> {
      fleet.scaleTo(3);
      assertThat(endpoint.requests())
          .containsExactly("UpdateService {\"cluster\":\"sluice\",\"service\":\"workers\",\"desiredCount\":3}");
    });
  }

  @Test
  void aSizeOutOfRangeNeverReachesEcs() {
    withFleet(UPDATED, (fleet, endpoint) -> {
      assertThatThrownBy(() -> fleet.scaleTo(21)).isInstanceOf(IllegalArgumentException.class).hasMessage("workers must be 2 to 20, got 21");
      assertThatThrownBy(() -> fleet.scaleTo(1)).isInstanceOf(IllegalArgumentException.class).hasMessage("workers must be 2 to 20, got 1");
      assertThat(endpoint.requests()).isEmpty();
    });
  }

  @Test
  void aServiceThatIsMissingOrDeletedIsNoMeasurement() {
    Answer missing = new Answer(200, "{\"services\":[],\"failures\":[{\"arn\":\"workers\",\"reason\":\"MISSING\"}]}");
    withFleet(missing, (fleet, endpoint) -> assertThatThrownBy(fleet::size)
        .isInstanceOf(FleetUnavailableException.class)
        .hasMessageContainingAll("could not measure ECS service \"workers\" of cluster \"sluice\"", "MISSING", "SLUICE_WORKER_SERVICES"));
    withFleet(described("INACTIVE", 0, 0), (fleet, endpoint) -> assertThatThrownBy(fleet::size)
        .isInstanceOf(FleetUnavailableException.class)
        .hasMessageContaining("the service is INACTIVE"));
  }

  @Test
  void whatEcsRefusesNamesTheServiceAndTheReason() {
    withFleet(Answer.error(400, "ClusterNotFoundException"), (fleet, endpoint) -> assertThatThrownBy(fleet::size)
        .isInstanceOf(FleetUnavailableException.class)
        .hasMessageContainingAll("ECS service \"workers\" of cluster \"sluice\"", "ClusterNotFoundException"));
    withFleet(Answer.error(400, "AccessDeniedException"), (fleet, endpoint) -> assertThatThrownBy(() -> fleet.scaleTo(3))
        .isInstanceOf(FleetUnavailableException.class)
        .hasMessageContainingAll("could not scale ECS service \"workers\"", "AccessDeniedException"));
    withFleet(Answer.HANG_UP, (fleet, endpoint) -> assertThatThrownBy(fleet::size).isInstanceOf(FleetUnavailableException.class));
  }

  @Test
  void poolsOfNoClusterAreRefusedBeforeAnythingIsAsked() {
    Settings settings = Settings.of(ServiceKind.AUTOSCALER, List.of(new SettingSource("test", Map.of("SLUICE_DATABASE_URL", "jdbc:postgresql://h/d",
        "SLUICE_DATABASE_USER", "u", "SLUICE_DATABASE_PASSWORD", "p", "SLUICE_QUEUE_URLS", "{}", "SLUICE_WORKER_SERVICES", "{}",
        "SLUICE_WORKER_POOL_QUEUES", "{}"))));
    assertThatThrownBy(() -> EcsFleets.open(settings, new WorkerRange(2, 20))).isInstanceOf(UnusableSettingsException.class)
        .hasMessageContainingAll("SLUICE_CLUSTER_NAME", "pulumi up");
  }

  private static Answer described(String status, int desired, int running) {
    return new Answer(200, "{\"services\":[{\"serviceName\":\"workers\",\"status\":\"" + status + "\",\"desiredCount\":" + desired
        + ",\"runningCount\":" + running + "}],\"failures\":[]}");
  }

  private interface Use {
    void of(WorkerFleet fleet, ScriptedEndpoint endpoint);
  }

  private static void withFleet(Answer answer, Use use) {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(answer);
        EcsFleets fleets = EcsFleets.open(
            EcsClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))),
            "sluice", Map.of("default", "workers"), new WorkerRange(2, 20))) {
      use.of(fleets.fleets().get("default"), endpoint);
    }
  }
}
