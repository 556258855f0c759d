package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Map<String, String> complete() {
    Map<String, String> values = new HashMap<>();
    values.put("SLUICE_DATABASE_URL", "jdbc:postgresql://localhost:5432/sluice");
    values.put("SLUICE_DATABASE_USER", "sluice");
    values.put("SLUICE_DATABASE_PASSWORD", "hush");
    values.put("SLUICE_QUEUE_URLS", "{\"default\":\"http://localhost/q\"}");
    values.put("SLUICE_DEAD_LETTER_QUEUE_URLS", "{\"default\":\"http://localhost/dlq\"}");
    return values;
  }

  private static Settings worker(Map<String, String> values) {
    return Settings.of(ServiceKind.WORKER, List.of(new SettingSource("test", values)));
  }

  @Test
  void defaultsStandWhereNothingIsGiven() {
    Settings settings = worker(complete());
    assertThat(settings.duration(Setting.LEASE_DURATION)).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.entry(Setting.LEASE_DURATION).source()).isEqualTo("default");
    assertThat(settings.map(Setting.QUEUE_URLS)).containsEntry("default", "http://localhost/q");
  }

  @Test
  void everyMissingSettingIsNamedAtOnce() {
    UnusableSettingsException refused =
        catchThrowableOfType(UnusableSettingsException.class, () -> worker(Map.of()));
    assertThat(refused.problems()).hasSize(5);
    assertThat(refused).hasMessageContainingAll("SLUICE_DATABASE_URL", "SLUICE_DATABASE_USER", "SLUICE_DATABASE_PASSWORD",
        "SLUICE_QUEUE_URLS", "SLUICE_DEAD_LETTER_QUEUE_URLS", "pulumi up");
  }

  @Test
  void aMisspeltSettingIsRefusedWithTheNearestName() {
    Map<String, String> values = complete();
    values.put("SLUICE_WORKER_SLOT", "4");
    assertThatThrownBy(() -> worker(values)).hasMessageContaining("did you mean SLUICE_WORKER_SLOTS?");
  }

  @Test
  void variablesThatAreNotOursArePassedOver() {
    Map<String, String> values = complete();
    values.put("PATH", "/bin");
    assertThat(worker(values).text(Setting.DATABASE_USER)).isEqualTo("sluice");
  }

  @Test
  void aLaterSourceWins() {
    Settings settings = Settings.of(ServiceKind.WORKER, List.of(
        new SettingSource("outputs", complete()), new SettingSource("environment", Map.of("SLUICE_DATABASE_USER", "other"))));
    assertThat(settings.entry(Setting.DATABASE_USER)).isEqualTo(new Settings.Entry("other", "environment"));
  }

  @Test
  void aSecretIsNeverShown() {
    Map<String, String> values = complete();
    values.put("SLUICE_DATABASE_PASSWORD", " ");
    assertThatThrownBy(() -> worker(values)).hasMessageContaining("(hidden)");
  }

  @ParameterizedTest
  @CsvSource({"LEASE_DURATION,soon", "WORKER_SLOTS,-1", "WORKER_SLOTS,many", "BACKOFF_FACTOR,x", "MAX_PAYLOAD_SIZE,1XB",
      "WORKER_QUEUES,','", "QUEUE_URLS,[]", "QUEUE_URLS,{\"a\":1}"})
  void aValueOfTheWrongFormIsRefusedByName(Setting setting, String text) {
    Map<String, String> values = complete();
    values.put(setting.key(), text);
    assertThatThrownBy(() -> worker(values)).hasMessageContaining(setting.key()).hasMessageContaining("expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-5S", "PT-1H", "-PT1H", "P-1D", "-5s", "36501d", "PT9000000000H", "9223372036854775807s"})
  void durationsAreNeitherNegativeNorPastAHundredYears(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SettingText.duration(text)).withMessageStartingWith("expected");
  }

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "15s,PT15S", "5m,PT5M", "2h,PT2H", "1d,PT24H", "PT1M,PT1M"})
  void durationsHaveUnits(String text, Duration expected) {
    assertThat(SettingText.duration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"512,512", "256KiB,262144", "1MiB,1048576", "1GiB,1073741824"})
  void bytesHaveUnits(String text, long expected) {
    assertThat(SettingText.bytes(text)).isEqualTo(expected);
  }

  @Test
  void aFlagIsTrueOrFalse() {
    assertThat(SettingText.flag("true")).isTrue();
    assertThat(SettingText.flag("false")).isFalse();
    assertThatThrownBy(() -> SettingText.flag("yes")).hasMessage("expected true or false");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everyDefaultHasTheFormOfItsType(Setting setting) {
    setting.defaultText().ifPresent(text -> SettingText.check(setting.type(), text));
    assertThat(setting.reason()).endsWith(".");
    assertThat(Setting.ofKey(setting.key())).contains(setting);
  }
}
