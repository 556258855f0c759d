package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.infra.configuration.ConfigurationKey;
import dev.sluice.infra.configuration.ConfigurationReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference in the checkout is the one that the program would write; {@code -Dsluice.updateReference=true} writes it. */
final class ConfigurationReferenceTest {
  private static final Path FOLDER = Path.of("..", "docs", "reference");
  private static final Map<String, String> PAGES = Map.of(
      "stack-configuration.md", ConfigurationReference.stackConfiguration(),
      "settings.md", ConfigurationReference.settings());

  @ParameterizedTest
  @ValueSource(strings = {"stack-configuration.md", "settings.md"})
  void thePageIsNotStale(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("sluice.updateReference")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, PAGES.getOrDefault(name, ""));
    }
    assertThat(file).as("run `mvn -pl infra -am test -Dsluice.updateReference=true`").content().isEqualTo(PAGES.get(name));
  }

  @ParameterizedTest
  @EnumSource(ConfigurationKey.class)
  void everyKeyIsExplainedAndItsDefaultFits(ConfigurationKey key) {
    assertThat(key.reason()).endsWith(".");
    assertThat(ConfigurationReference.stackConfiguration()).contains("| `" + key.key() + "` |");
  }

  @Test
  void allDefaultsTogetherAreReadable() {
    assertThat(StackConfiguration.of("test", EvaluatedStack.LEAST).workerPools()).hasSize(1);
  }
}
