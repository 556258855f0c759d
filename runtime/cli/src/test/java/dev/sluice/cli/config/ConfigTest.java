package dev.sluice.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import dev.sluice.contract.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir Path folder;

  @Test
  void keysListsEverySetting() {
    String out = Call.of("config", "keys").out();
    for (Setting setting : Setting.values()) {
      assertThat(out).contains(setting.key()).contains(setting.reason());
    }
  }

  @Test
  void showTellsValueFormAndSourceAndMasksSecrets() throws IOException {
    Path outputs = Files.writeString(folder.resolve("outputs.json"),
        "{\"SLUICE_WORKER_SLOTS\":\"3\",\"SLUICE_DATABASE_PASSWORD\":\"hush\",\"SLUICE_QUEUE_URLS\":{\"default\":\"http://q\"},\"zone\":\"a\"}");
    Call call = Call.of("config", "show", "--outputs", outputs.toString(), "--set", "SLUICE_LEASE_DURATION=6s");
    assertThat(call.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(line(call, "SLUICE_WORKER_SLOTS")).contains(" 3 ").endsWith(outputs.toString());
    assertThat(line(call, "SLUICE_LEASE_DURATION")).contains(" 6s ").endsWith("--set");
    assertThat(line(call, "SLUICE_HEARTBEAT_INTERVAL")).contains(" 5s ").endsWith("default");
    assertThat(line(call, "SLUICE_DATABASE_PASSWORD")).contains("********");
    assertThat(line(call, "SLUICE_QUEUE_URLS")).contains("{\"default\":\"http://q\"}");
    assertThat(line(call, "SLUICE_DATABASE_URL")).contains("(required, not set)");
    assertThat(call.out()).doesNotContain("hush").doesNotContain("zone");
  }

  @Test
  void aMisspeltSettingIsRefusedWithTheNearest() {
    Call call = Call.of("config", "show", "--set", "SLUICE_WORKER_SLOT=3", "--set", "SLUICE_LEASE_DURATION=soon");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("did you mean SLUICE_WORKER_SLOTS?").contains("SLUICE_LEASE_DURATION (--set) is not usable");
  }

  @Test
  void aServiceIsToldAllThatItLacks() {
    Call call = Call.of("config", "show", "--service", "worker");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("SLUICE_DATABASE_URL is missing").contains("SLUICE_QUEUE_URLS is missing");
  }

  private static String line(Call call, String key) {
    return call.out().lines().filter(line -> line.startsWith(key + " ")).findFirst().orElseThrow();
  }
}
