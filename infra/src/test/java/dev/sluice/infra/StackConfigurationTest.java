package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.test.PulumiTest;
import dev.sluice.contract.Setting;
import dev.sluice.infra.configuration.EngineConfiguration;
import dev.sluice.infra.configuration.UnusableConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StackConfigurationTest {
  private static final Path PROJECT_ROOT = Path.of("..");

  @Test
  void allProblemsAreToldAtOnceWithTheirKeys() {
    assertThatThrownBy(() -> StackConfiguration.of("test", Map.of(
        "sluice:databaseStorag", "50",
        "sluice:databaseMultiZone", "maybe",
        "sluice:coordinatorCpu", "fast",
        "sluice:launchType", "LAMBDA",
        "sluice:leaseDuration", "soon",
        "sluice:workerPools", "[{\"name\": \"a\", \"memmory\": 512, \"slots\": \"many\"}, {}]")))
        .isInstanceOfSatisfying(UnusableConfigurationException.class, refused -> assertThat(refused.problems())
            .containsExactlyInAnyOrder(
                "aws:region is missing: name the AWS region of the stack",
                "databaseStorag is not a key; did you mean databaseStorage?",
                "databaseMultiZone = \"maybe\" is not usable: expected true or false",
                "coordinatorCpu = \"fast\" is not usable: expected whole number",
                "launchType = \"LAMBDA\" is not usable: expected one of FARGATE, EC2",
                "leaseDuration = \"soon\" is not usable: expected duration, such as 250ms, 15s, 5m, 2h, 1d",
                "workerPools[0].memmory is not a key of a worker pool; did you mean memory?",
                "workerPools[0].slots = \"many\" is not usable: expected whole number",
                "workerPools[1].name is missing: Name of the pool."));
  }

  @Test
  void keysOfProvidersAndOtherProjectsArePassedOver() {
    var configuration = StackConfiguration.of("test",
        Map.of("aws:region", "eu-west-1", "aws:skipCredentialsValidation", "true", "other:queues", "x"));
    assertThat(configuration.region()).isEqualTo("eu-west-1");
    assertThat(configuration.queues().names()).containsExactly("default");
    assertThat(configuration.namePrefix()).isEqualTo("sluice-test");
  }

  @Test
  void listsOfAStackFileAreReadAsTheEngineWouldHandThemOver(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("Pulumi.tiny.yaml"), """
        config:
          aws:region: eu-west-1
          sluice:queues: [a, b]
          sluice:maxReceives: 4
          sluice:leaseDuration: 20s
          sluice:workerPools:
            - name: only
              queues: [a, b]
              memory: 1024
        """);
    var configuration = StackConfiguration.fromFile(folder, "tiny");
    assertThat(configuration.queues().names()).containsExactly("a", "b");
    assertThat(configuration.queues().maxReceives()).isEqualTo(4);
    assertThat(configuration.queues().visibilityTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.text(Setting.LEASE_DURATION)).isEqualTo("20s");
    assertThat(configuration.workerPools().get(0).memory()).isEqualTo(1024);
    assertThat(configuration.workerPools().get(0).slots()).isEqualTo(8);
  }

  @Test
  void whatTheEngineHandsOverIsReadMisspeltKeysIncluded() {
    AtomicReference<Map<String, String>> texts = new AtomicReference<>(Map.of());
    try {
      PulumiTest.runTest(context -> texts.set(EngineConfiguration.read(context, StackConfiguration.PROJECT,
          Map.of("PULUMI_CONFIG",
          "{\"aws:region\": \"eu-west-1\", \"sluice:queue\": \"a\", \"sluice:maxReceives\": \"4\"}")))).throwOnError();
    } finally {
      PulumiTest.cleanup();
    }
    assertThat(texts.get()).containsEntry("aws:region", "eu-west-1").containsEntry("sluice:maxReceives", "4");
    assertThatThrownBy(() -> StackConfiguration.of("test", texts.get()))
        .hasMessageContaining("queue is not a key; did you mean queues?");
  }

  @Test
  void aStackWithoutAFileIsRefusedByName(@TempDir Path folder) {
    assertThatThrownBy(() -> StackConfiguration.fromFile(folder, "nowhere"))
        .hasMessageContaining("Pulumi.nowhere.yaml is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localstack", "dev", "prod"})
  void everyStackFileEvaluates(String stack) {
    EvaluatedStack evaluated = EvaluatedStack.of(StackConfiguration.fromFile(PROJECT_ROOT, stack));
    assertThat(evaluated.ofType("aws:ecs/service:Service")).hasSizeGreaterThanOrEqualTo(3);
  }
}
