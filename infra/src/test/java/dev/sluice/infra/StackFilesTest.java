package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Setting;
import dev.sluice.infra.configuration.StackFile;
import dev.sluice.infra.configuration.UnusableConfigurationException;
import dev.sluice.infra.preview.ProgramEvaluation;
import dev.sluice.infra.preview.StackDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack files that come with the project, and the one that a review stack gets. */
final class StackFilesTest {
  private static final Path PROJECT_ROOT = Path.of("..");

  private static final Pattern NUMBERS = Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b");

  @TempDir Path folder;

  /** The program asks for no stack by its name: what differs between dev and prod stands in their files. */
  @ParameterizedTest
  @ValueSource(strings = {"localstack", "dev", "prod"})
  void aStacksNameDecidesNothingButNames(String stack) {
    Map<String, String> texts = StackFile.read(PROJECT_ROOT, stack);
    assertThat(declared("elsewhere", renamed(texts, "elsewhere")).replace("elsewhere", stack)).isEqualTo(declared(stack, texts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void everythingThatCanBeTaggedSaysWhoseItIs(String stack) {
    assertThat(StackConfiguration.fromFile(PROJECT_ROOT, stack).tags()).containsEntry("project", "sluice").containsEntry("stack", stack);
  }

  /** Services find each other by names: of the load balancer, of Cloud Map, of the database. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void noServiceIsToldAnAddressThatIsANumber(String stack) {
    EvaluatedStack evaluated = EvaluatedStack.of(StackConfiguration.fromFile(PROJECT_ROOT, stack));
    List<String> services = evaluated.ofType("aws:ecs/taskDefinition:TaskDefinition").stream().map(RegisteredResource::name).toList();
    assertThat(services).hasSizeGreaterThan(3).allSatisfy(service -> {
      Map<String, String> told = new TreeMap<>(evaluated.environment(service));
      told.remove(Setting.HTTP_HOST.key()); // the interface that it listens on itself
      assertThat(told.values()).as(service).noneMatch(value -> NUMBERS.matcher(value).find());
    });
    assertThat(evaluated.environment("simulator").get(Setting.COORDINATOR_URL.key())).contains("coordinator.elb.test");
    assertThat(evaluated.outputs().get("coordinatorHostName")).isEqualTo("coordinator.sluice-" + stack + ".internal");
    assertThat(evaluated.named("aws:ecs/service:Service", "coordinator").inputs()).containsKey("serviceRegistries");
  }

  @Test
  void tagsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> StackConfiguration.of("test", Map.of("aws:region", "eu-west-1", "aws:defaultTags", "[1]")))
        .isInstanceOf(UnusableConfigurationException.class).hasMessageContaining("aws:defaultTags is no list of tags");
  }

  @Test
  void aReviewStackIsDevUnderAnotherName() throws Exception {
    assertThat(writeReviewStack("review-4711", "c0ffee")).isZero();
    Map<String, String> expected = renamed(StackFile.read(PROJECT_ROOT, "dev"), "review-4711");
    expected.put("sluice:imageTag", "c0ffee");
    assertThat(StackFile.read(folder, "review-4711")).isEqualTo(expected);
    assertThat(Guards.refusals(StackConfiguration.fromFile(folder, "review-4711"))).isEmpty();
    assertThat(declared("review-4711", expected)).doesNotContain("sluice-dev");
  }

  @Test
  void noOtherStackIsWrittenAsAReviewStack() throws Exception {
    assertThat(writeReviewStack("prod", "c0ffee")).isEqualTo(2);
    assertThat(folder.resolve("Pulumi.prod.yaml")).doesNotExist();
  }

  private int writeReviewStack(String stack, String tag) throws IOException, InterruptedException {
    Path script = Files.createDirectories(folder.resolve(".github")).resolve("review-stack");
    Files.copy(PROJECT_ROOT.resolve(".github/review-stack"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(PROJECT_ROOT.resolve("Pulumi.dev.yaml"), folder.resolve("Pulumi.dev.yaml"));
    return new ProcessBuilder("sh", script.toString(), stack, tag).redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile()).start().waitFor();
  }

  private static Map<String, String> renamed(Map<String, String> texts, String stack) {
    Map<String, String> renamed = new TreeMap<>(texts);
    renamed.computeIfPresent("aws:defaultTags", (key, tags) -> tags.replaceAll("\"stack\":\"\\w+\"", "\"stack\":\"" + stack + "\""));
    return renamed;
  }

  private static String declared(String stack, Map<String, String> texts) {
    return StackDump.write(ProgramEvaluation.of(StackConfiguration.of(stack, texts)));
  }
}
