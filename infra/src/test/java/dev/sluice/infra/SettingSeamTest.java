package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingSeamTest {
  private static final Map<ServiceKind, String> SERVICES = Map.of(
      ServiceKind.COORDINATOR, "coordinator", ServiceKind.WORKER, "worker-default", ServiceKind.AUTOSCALER, "autoscaler");

  @Test
  void aServiceIsToldExactlyTheSettingsThatItReads() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    SERVICES.forEach((kind, name) -> {
      assertThat(stack.environment(name).keySet()).as(name).containsExactlyInAnyOrderElementsOf(keys(kind, false));
      assertThat(stack.secrets(name).keySet()).as(name).containsExactlyInAnyOrderElementsOf(keys(kind, true));
    });
  }

  @Test
  void everyServiceUnderstandsWhatItIsTold() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    SERVICES.forEach((kind, name) -> {
      Map<String, String> environment = new HashMap<>(stack.environment(name));
      environment.putAll(stack.secrets(name));
      Settings settings = Settings.of(kind, List.of(new SettingSource("environment", environment)));
      assertThat(settings.text(Setting.DATABASE_URL)).isEqualTo("jdbc:postgresql://database.test:5432/sluice?sslmode=require");
      Setting queues = kind == ServiceKind.AUTOSCALER ? Setting.WORKER_POOL_QUEUES : Setting.QUEUE_URLS;
      assertThat(settings.map(queues)).containsKey("default");
    });
  }

  @Test
  void theStackExportsEverySettingThatIsNoSecretAndNoMatterOfOnePool() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of());

    List<String> expected = Arrays.stream(Setting.values())
        .filter(setting -> !setting.isSecret())
        .map(Setting::key)
        .filter(key -> !List.of("SLUICE_WORKER_POOL", "SLUICE_WORKER_QUEUES", "SLUICE_WORKER_SLOTS").contains(key))
        .toList();
    assertThat(stack.outputs().keySet()).containsAll(expected)
        .doesNotContain("SLUICE_WORKER_POOL", "SLUICE_WORKER_QUEUES", "SLUICE_WORKER_SLOTS", "SLUICE_DATABASE_PASSWORD");
    Settings.of(ServiceKind.SIMULATOR, List.of(new SettingSource("stack", stack.outputs())));
  }

  @Test
  void aChangedQueueNameReachesTheWorkerWithNoEdit() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("namePrefix", "renamed", "queues", "orders"));

    assertThat(stack.environment("worker-default"))
        .containsEntry("SLUICE_QUEUE_URLS", "{\"orders\":\"https://sqs.test/000000000000/renamed-orders.fifo\"}")
        .containsEntry("SLUICE_WORKER_QUEUES", "orders");
  }

  @Test
  void everySettingWithADefaultCanBeChangedInTheStackFile() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("heartbeatInterval", "4s", "scaleUpBacklog", "3.5", "logLevel", "DEBUG"));

    assertThat(stack.environment("worker-default"))
        .containsEntry("SLUICE_HEARTBEAT_INTERVAL", "4s").containsEntry("SLUICE_LOG_LEVEL", "DEBUG");
    assertThat(stack.environment("autoscaler")).containsEntry("SLUICE_SCALE_UP_BACKLOG", "3.5");
  }

  @Test
  void portsAndPoolsDifferFromServiceToService() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("workerPools", """
        [{"name": "a", "slots": 3, "min": 1, "max": 5}, {"name": "b", "min": 1, "max": 5},
        {"name": "c", "min": 2, "max": 9}]"""));

    assertThat(stack.environment("coordinator")).containsEntry("SLUICE_HTTP_PORT", "8080");
    assertThat(stack.environment("autoscaler")).containsEntry("SLUICE_HTTP_PORT", "8081");
    assertThat(stack.environment("worker-a")).containsEntry("SLUICE_WORKER_POOL", "a").containsEntry("SLUICE_WORKER_SLOTS", "3");
    assertThat(stack.environment("worker-b")).containsEntry("SLUICE_WORKER_POOL", "b").containsEntry("SLUICE_WORKER_SLOTS", "8");
    assertThat(stack.environment("autoscaler"))
        .containsEntry("SLUICE_WORKER_SERVICES", "{\"a\":\"sluice-test-worker-a\",\"b\":\"sluice-test-worker-b\"}")
        .containsEntry("SLUICE_MIN_WORKERS", "1").containsEntry("SLUICE_MAX_WORKERS", "5");
    assertThat(stack.environment("autoscaler-c"))
        .containsEntry("SLUICE_WORKER_SERVICES", "{\"c\":\"sluice-test-worker-c\"}")
        .containsEntry("SLUICE_MIN_WORKERS", "2").containsEntry("SLUICE_MAX_WORKERS", "9");
  }

  private static List<String> keys(ServiceKind kind, boolean secret) {
    return Arrays.stream(Setting.values())
        .filter(setting -> setting.isReadBy(kind) && setting.isSecret() == secret).map(Setting::key).toList();
  }
}
