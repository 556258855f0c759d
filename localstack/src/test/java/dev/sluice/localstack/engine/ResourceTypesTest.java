package dev.sluice.localstack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceTypesTest {
  private final ResourceTypes types =
      new ResourceTypes().add("aws:sqs/queue:Queue", request -> CreatedResource.answering(request).created("id"));

  @ParameterizedTest
  @ValueSource(strings = {"acme:queue:JobQueue", "pulumi:providers:aws", "pulumi:pulumi:StackReference"})
  void aComponentOrProviderIsOnlyRemembered(String type) throws Exception {
    ResourceRequest request = new ResourceRequest(type, "name", new Inputs("it", Map.of("a", 1.0)));
    assertThat(types.handlerOf(type, "name").create(request).created()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:dynamodb/table:Table", "random:index/randomId:RandomId", "kubernetes:core:Pod",
      "command:local:Command"})
  void anUnknownTypeIsRefusedByNameWithTheWayOut(String type) {
    assertThatThrownBy(() -> types.handlerOf(type, "mine")).isInstanceOf(UnknownResourceTypeException.class)
        .hasMessageContainingAll(type, "\"mine\"", "ResourceCatalog");
  }

  @Test
  void aTypeHasOneHandler() {
    assertThatThrownBy(() -> types.add("aws:sqs/queue:Queue", request -> null)).hasMessageContaining("has a handler already");
  }

  @Test
  void anAutomaticNameIsTheSameEachTime() {
    ResourceRequest request = new ResourceRequest("aws:sqs/queue:Queue", "jobs", new Inputs("it", Map.of()));
    assertThat(request.physicalName("name", ".fifo")).matches("jobs-[0-9a-f]{7}\\.fifo")
        .isEqualTo(new ResourceRequest("aws:sqs/queue:Queue", "jobs", new Inputs("it", Map.of())).physicalName("name", ".fifo"));
    assertThat(new ResourceRequest("t", "jobs", new Inputs("it", Map.of("name", "mine"))).physicalName("name", ".fifo"))
        .isEqualTo("mine");
  }

  @Test
  void numbersComeAsDecimalsAndMustBeWhole() {
    assertThat(new Inputs("it", Map.of("count", 3.0)).integer("count")).hasValue(3);
    assertThat(new Inputs("it", Map.of("count", "3")).integer("count")).hasValue(3);
    assertThatThrownBy(() -> new Inputs("it", Map.of("count", 3.5)).integer("count")).hasMessageContaining("it: count", "3.5");
    assertThatThrownBy(() -> new Inputs("it", Map.of()).requiredText("name")).hasMessage("it: name is required");
  }
}
