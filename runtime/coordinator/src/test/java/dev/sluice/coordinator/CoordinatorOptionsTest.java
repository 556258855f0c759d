package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoordinatorOptionsTest {
  private static CoordinatorOptions options(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of(
        "SLUICE_DATABASE_URL", "jdbc:postgresql://localhost/sluice",
        "SLUICE_DATABASE_USER", "sluice",
        "SLUICE_DATABASE_PASSWORD", "secret",
        "SLUICE_QUEUE_URLS", "{}",
        "SLUICE_DEAD_LETTER_QUEUE_URLS", "{}"));
    all.putAll(settings);
    return CoordinatorOptions.of(Settings.of(ServiceKind.COORDINATOR, List.of(new SettingSource("test", all))));
  }

  @Test
  void everySettingOfTheCoordinatorHasItsEffect() {
    assertThat(options(Map.of())).isEqualTo(new CoordinatorOptions(
        "0.0.0.0", 8080, 8 << 20, 256 << 10, 64 << 20, 16 << 10, 3, Duration.ofMillis(500), new PublishWindow(64, Duration.ofMinutes(1)),
        Duration.ofDays(30), Duration.ofDays(1), true));
    assertThat(options(Map.ofEntries(
        Map.entry("SLUICE_HTTP_HOST", "127.0.0.1"),
        Map.entry("SLUICE_HTTP_PORT", "8090"),
        Map.entry("SLUICE_MAX_REQUEST_SIZE", "1MiB"),
        Map.entry("SLUICE_PAYLOAD_INLINE_LIMIT", "1KiB"),
        Map.entry("SLUICE_MAX_PAYLOAD_SIZE", "2KiB"),
        Map.entry("SLUICE_COMPRESS_FROM", "1500"),
        Map.entry("SLUICE_MAX_ATTEMPTS", "5"),
        Map.entry("SLUICE_DISPATCH_INTERVAL", "2s"),
        Map.entry("SLUICE_PUBLISH_WINDOW", "8"),
        Map.entry("SLUICE_REPUBLISH_AFTER", "3m"),
        Map.entry("SLUICE_RUN_RETENTION", "7d"),
        Map.entry("SLUICE_PAYLOAD_GRACE", "2d"),
        Map.entry("SLUICE_SCHEDULES_ENABLED", "false"))))
        .isEqualTo(new CoordinatorOptions(
            "127.0.0.1", 8090, 1 << 20, 1 << 10, 2 << 10, 1_500, 5, Duration.ofSeconds(2), new PublishWindow(8, Duration.ofMinutes(3)),
            Duration.ofDays(7), Duration.ofDays(2), false));
  }
}
