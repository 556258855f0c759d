package dev.sluice.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.core.scaling.ScalingPolicy;
import dev.sluice.core.scaling.WorkerRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AutoscalerOptionsTest {
  private static AutoscalerOptions options(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of(
        "SLUICE_DATABASE_URL", "jdbc:postgresql://localhost/sluice",
        "SLUICE_DATABASE_USER", "sluice",
        "SLUICE_DATABASE_PASSWORD", "secret",
        "SLUICE_CLUSTER_NAME", "sluice",
        "SLUICE_WORKER_SERVICES", "{}",
        "SLUICE_WORKER_POOL_QUEUES", "{}"));
    all.putAll(settings);
    return AutoscalerOptions.of(Settings.of(ServiceKind.AUTOSCALER, List.of(new SettingSource("test", all))));
  }

  @Test
  void everySettingOfTheAutoscalerHasItsEffect() {
    assertThat(options(Map.of())).isEqualTo(new AutoscalerOptions("0.0.0.0", 8080, Duration.ofSeconds(15),
        new ScalingPolicy(5, 2, new WorkerRange(2, 20), Duration.ofSeconds(60))));
    assertThat(options(Map.of(
        "SLUICE_HTTP_HOST", "127.0.0.1",
        "SLUICE_HTTP_PORT", "8081",
        "SLUICE_SCALING_INTERVAL", "5s",
        "SLUICE_SCALE_UP_BACKLOG", "9",
        "SLUICE_SCALE_DOWN_BACKLOG", "1",
        "SLUICE_MIN_WORKERS", "3",
        "SLUICE_MAX_WORKERS", "30",
        "SLUICE_SCALING_COOLDOWN", "2m")))
        .isEqualTo(new AutoscalerOptions("127.0.0.1", 8081, Duration.ofSeconds(5),
            new ScalingPolicy(9, 1, new WorkerRange(3, 30), Duration.ofMinutes(2))));
  }
}
