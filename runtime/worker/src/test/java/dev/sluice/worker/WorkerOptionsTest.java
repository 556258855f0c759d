package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.job.Retry;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerOptionsTest {
  private static WorkerOptions options(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of(
        "SLUICE_DATABASE_URL", "jdbc:postgresql://localhost/sluice",
        "SLUICE_DATABASE_USER", "sluice",
        "SLUICE_DATABASE_PASSWORD", "secret",
        "SLUICE_QUEUE_URLS", "{\"default\":\"http://localhost/q\"}",
        "SLUICE_DEAD_LETTER_QUEUE_URLS", "{\"default\":\"http://localhost/d\"}"));
    all.putAll(settings);
    return WorkerOptions.from(Settings.of(ServiceKind.WORKER, List.of(new SettingSource("test", all))), "w1");
  }

  @Test
  void everySettingOfTheWorkerHasItsEffect() {
    assertThat(options(Map.of())).isEqualTo(new WorkerOptions("w1", List.of("default"), 8, Duration.ofSeconds(15),
        Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(20), 64, new PublishWindow(64, Duration.ofMinutes(1)),
        Duration.ofSeconds(10), new Retry(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0.2), 0.05));
    assertThat(options(Map.ofEntries(
        Map.entry("SLUICE_WORKER_QUEUES", "a,b"),
        Map.entry("SLUICE_STOP_GRACE", "1s"),
        Map.entry("SLUICE_WORKER_SLOTS", "3"),
        Map.entry("SLUICE_LEASE_DURATION", "9s"),
        Map.entry("SLUICE_HEARTBEAT_INTERVAL", "3s"),
        Map.entry("SLUICE_VISIBILITY_TIMEOUT", "10s"),
        Map.entry("SLUICE_RECEIVE_WAIT", "2s"),
        Map.entry("SLUICE_COMMIT_BATCH_SIZE", "7"),
        Map.entry("SLUICE_PUBLISH_WINDOW", "5"),
        Map.entry("SLUICE_REPUBLISH_AFTER", "2m"),
        Map.entry("SLUICE_MAX_ATTEMPTS", "4"),
        Map.entry("SLUICE_BACKOFF_BASE", "2s"),
        Map.entry("SLUICE_BACKOFF_FACTOR", "3"),
        Map.entry("SLUICE_BACKOFF_CEILING", "1m"),
        Map.entry("SLUICE_BACKOFF_JITTER", "0.5"),
        Map.entry("SLUICE_STARVATION_SHARE", "0.25"))))
        .isEqualTo(new WorkerOptions("w1", List.of("a", "b"), 3, Duration.ofSeconds(9), Duration.ofSeconds(3),
            Duration.ofSeconds(10), Duration.ofSeconds(2), 7, new PublishWindow(5, Duration.ofMinutes(2)),
            Duration.ofSeconds(1), new Retry(4, Duration.ofSeconds(2), 3, Duration.ofMinutes(1), 0.5), 0.25));
  }

  @Test
  void settingsThatContradictEachOtherAreRefusedByName() {
    assertThatThrownBy(() -> options(Map.of("SLUICE_LEASE_DURATION", "14s")))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining("SLUICE_LEASE_DURATION must be at least 3 heartbeats of PT5S, got PT14S");
    assertThatThrownBy(() -> options(Map.of("SLUICE_STARVATION_SHARE", "1.5"))).hasMessageContaining("SLUICE_STARVATION_SHARE");
    assertThatThrownBy(() -> options(Map.of("SLUICE_VISIBILITY_TIMEOUT", "10s")))
        .hasMessageContaining("SLUICE_VISIBILITY_TIMEOUT must be at least the lease of PT15S, got PT10S");
    assertThatThrownBy(() -> options(Map.of("SLUICE_WORKER_SLOTS", "0")))
        .hasMessageContaining("SLUICE_WORKER_SLOTS must be >= 1, got 0");
    assertThatThrownBy(() -> options(Map.of("SLUICE_RECEIVE_WAIT", "0s")))
        .hasMessageContaining("SLUICE_RECEIVE_WAIT must be at least PT1S").hasMessageContaining("got PT0S");
    assertThatThrownBy(() -> options(Map.of("SLUICE_BACKOFF_JITTER", "2"))).hasMessageContaining("jitter must be 0 to 1");
  }

  @Test
  void reconnectsGrowToOneHeartbeatAndNoFurther() {
    Retry reconnect = options(Map.of("SLUICE_BACKOFF_JITTER", "0")).reconnect();

    assertThat(reconnect.pauseAfter(1, new java.util.Random(1))).isEqualTo(Duration.ofMillis(100));
    assertThat(reconnect.pauseAfter(1_000, new java.util.Random(1))).isEqualTo(Duration.ofSeconds(5));
  }
}
