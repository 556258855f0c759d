package dev.sluice.infra.preview.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.infra.preview.Declared;
import dev.sluice.infra.preview.DeclaredResource;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplacementRulesTest {
  private static final Map<String, String> EVERYTHING = Map.of(
      "egress", "endpoints", "imageRepositories", "true", "alarmEmails", "ops@example.test");
  private static final Map<String, String> MACHINES = Map.of("launchType", "EC2", "machines", "new");

  @Test
  void everyTypeThatAStackMayHaveHasARule() {
    Set<String> types = Stream.of(Map.<String, String>of(), EVERYTHING, MACHINES)
        .flatMap(texts -> Declared.platform("eu-central-1", texts).custom().stream())
        .map(DeclaredResource::type).collect(Collectors.toCollection(TreeSet::new));
    assertThat(types).hasSizeGreaterThan(35);
    assertThat(ReplacementRules.known().types()).containsAll(types);
  }

  @Test
  void everyPropertyWithARuleIsOneOfTheSdk() throws ReflectiveOperationException {
    for (Map.Entry<String, Set<String>> rule : ReplacementRules.known().named().entrySet()) {
      Set<String> inputs = Arrays.stream(Class.forName(argsOf(rule.getKey())).getMethods()).map(Method::getName).collect(Collectors.toSet());
      for (String path : rule.getValue()) {
        assertThat(inputs).as(rule.getKey() + " " + path).contains(path.replaceAll("[.].*", ""));
      }
    }
  }

  @Test
  void aTaskDefinitionIsReplacedByAnythingButItsTags() {
    String type = "aws:ecs/taskDefinition:TaskDefinition";
    assertThat(ReplacementRules.known().replaces(type, "cpu")).isTrue();
    assertThat(ReplacementRules.known().replaces(type, "containerDefinitions[worker].image")).isTrue();
    assertThat(ReplacementRules.known().replaces(type, "tags.Name")).isFalse();
  }

  @Test
  void aPropertyThatOnlyBeginsLikeOneWithARuleReplacesNothing() {
    String type = "aws:ecs/service:Service";
    assertThat(ReplacementRules.known().replaces(type, "cluster")).isTrue();
    assertThat(ReplacementRules.known().replaces(type, "clusterArn")).isFalse();
    assertThat(ReplacementRules.known().replaces(type, "capacityProviderStrategies[FARGATE].weight")).isTrue();
  }

  /** {@code aws:ecs/service:Service} is {@code com.pulumi.aws.ecs.ServiceArgs}. */
  private static String argsOf(String type) {
    return type.replaceAll("aws:([^/]+)/[^:]+:(.+)", "com.pulumi.aws.$1.$2Args");
  }
}
