package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The workflows are read as GitHub reads them, as far as a parser can, and their calls of this command are ones that it takes.
 */
class WorkflowsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern PINNED = Pattern.compile("[\\w-]+/[\\w-]+@v\\d+");
  private static final Pattern CALL = Pattern.compile("\\./sluice ([^;>|\\n]+)");
  /** Values that whoever opens a pull request writes: within a script they would be commands. */
  private static final Pattern FOREIGN = Pattern.compile("\\$\\{\\{[^}]*(title|body|head_ref|head\\.ref|label|message)[^}]*}}");
  private static final Set<String> PERMISSIONS = Set.of("contents read", "pull-requests write", "id-token write");

  @ParameterizedTest
  @ValueSource(strings = {"preview", "deploy", "review", "teardown", "tests"})
  void eachIsYamlWithLeastPermissionsAndPinnedActions(String name) throws IOException {
    JsonNode workflow = read(name);
    assertThat(workflow.path("name").asText()).isEqualTo(name);
    assertThat(workflow.path("on").isObject()).isTrue();
    assertThat(permissions(workflow)).containsExactly("contents read");
    assertThat(workflow.path("jobs")).isNotEmpty().allSatisfy(job -> {
      assertThat(permissions(job)).isNotEmpty().isSubsetOf(PERMISSIONS);
      assertThat(job.path("timeout-minutes").isInt()).isTrue();
      assertThat(job.path("steps")).isNotEmpty().allSatisfy(step -> {
        assertThat(step.has("uses") ^ step.has("run")).isTrue();
        assertThat(step.path("uses").asText()).matches(uses -> uses.isEmpty() || PINNED.matcher(uses).matches());
        assertThat(FOREIGN.matcher(step.path("run").asText()).find()).isFalse();
      });
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "deploy", "review", "teardown"})
  void eachCallsThisCommandInAWayThatItTakes(String name) throws IOException {
    List<String> scripts = read(name).findValuesAsText("run").stream().filter(script -> script.contains("./sluice")).toList();
    assertThat(scripts).isNotEmpty();
    for (String script : scripts) {
      Matcher call = CALL.matcher(script);
      while (call.find()) {
        String[] words = Arrays.stream(call.group(1).strip().split("\\s+")).map(word -> word.replace("\"", ""))
            .toArray(String[]::new);
        assertThatCode(() -> SluiceCommand.commandLine().parseArgs(words)).as(String.join(" ", words)).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "review", "teardown"})
  void nothingOfAForkGetsCredentials(String name) throws IOException {
    assertThat(read(name).path("jobs")).allSatisfy(job -> {
      if (permissions(job).contains("id-token write")) {
        assertThat(job.path("if").asText()).contains("github.event.pull_request.head.repo.full_name == github.repository");
      }
    });
  }

  @Test
  void whatReviewBringsUpTeardownTakesDown() throws IOException {
    JsonNode review = read("review");
    JsonNode teardown = read("teardown");
    assertThat(review.path("concurrency")).as("never both at once").isEqualTo(teardown.path("concurrency"));
    assertThat(review.at("/jobs/up/env/STACK").asText()).isEqualTo("review-${{ github.event.pull_request.number }}")
        .isEqualTo(teardown.at("/jobs/destroy/env/STACK").asText());
    assertThat(review.at("/jobs/up/if").asText()).contains("contains(github.event.pull_request.labels.*.name, 'review-stack')");
    assertThat(teardown.at("/on/pull_request/types").valueStream().map(JsonNode::asText)).contains("closed", "unlabeled");
    assertThat(read("preview").path("on").toString()).doesNotContain("pull_request_target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "review"})
  void whatIsDeployedIsWaitedForBeforeAnythingIsSaidOfIt(String name) throws IOException {
    assertThat(read(name).findValuesAsText("run")).filteredOn(script -> script.contains("pulumi up")).singleElement().asString()
        .contains("pulumi up --stack \"$STACK\" --yes --skip-preview\n.github/await-services \"$STACK\"\n");
  }

  /** A first update takes most of the hour that AWS gives by default, and the wait for its services comes after it. */
  @ParameterizedTest
  @ValueSource(strings = {"preview", "deploy", "review", "teardown"})
  void credentialsLastAsLongAsTheirJobMayTake(String name) throws IOException {
    for (JsonNode job : read(name).path("jobs")) {
      for (JsonNode step : job.path("steps")) {
        if (step.path("uses").asText().startsWith("aws-actions/configure-aws-credentials")) {
          assertThat(step.at("/with/role-duration-seconds").asInt(3_600)).isGreaterThanOrEqualTo(job.path("timeout-minutes").asInt() * 60);
        }
      }
    }
  }

  @Test
  void everyVersionThatIsSupportedIsTested() throws IOException {
    List<String> versions = Files.readAllLines(ROOT.resolve("tests/compatibility/versions")).stream()
        .filter(line -> !line.startsWith("#")).toList();
    assertThat(read("tests").at("/jobs/compatibility/strategy/matrix/version").valueStream().map(JsonNode::asText))
        .containsExactlyElementsOf(versions);
    assertThat(versions).allMatch(version -> version.matches("(java|postgres|pulumi) [0-9.]+"));
    assertThat(Files.readString(ROOT.resolve("README.md"))).as("what the README says").contains("PostgreSQL 14 to 18")
        .contains("Java 17 is the baseline, and 21 and 25 are\nsupported");
    assertThat(versions).filteredOn(version -> version.startsWith("java")).containsExactly("java 21", "java 25");
    assertThat(versions).filteredOn(version -> version.startsWith("postgres"))
        .extracting(version -> version.replaceFirst("\\..*", "")).as("besides 17, which all else is tested with")
        .containsExactly("postgres 14", "postgres 15", "postgres 16", "postgres 18");
  }

  private static List<String> permissions(JsonNode node) {
    return node.path("permissions").properties().stream().map(entry -> entry.getKey() + " " + entry.getValue().asText()).toList();
  }

  private static JsonNode read(String name) throws IOException {
    Path file = ROOT.resolve(".github/workflows/" + name + ".yml");
    return YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build().readTree(file.toFile());
  }
}
