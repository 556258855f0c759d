package dev.sluice.localstack.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.localstack.engine.AwsAccount;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TaskDefinitionTest {
  private final TaskDefinitions definitions = new TaskDefinitions(new AwsAccount("000000000000", "us-east-1"));

  @Test
  void eachRegistrationIsANewRevision() throws Exception {
    TaskDefinition first = register("{'family':'f','memory':'256','containerDefinitions':[{'name':'c','image':'i'}]}");
    TaskDefinition second = register("{'family':'f','containerDefinitions':[{'name':'c','image':'i','memory':100}]}");
    assertThat(first.memory()).isEqualTo(256);
    assertThat(second.memory()).isEqualTo(100);
    assertThat(definitions.find("f")).isEqualTo(second);
    assertThat(definitions.find("f:1")).isEqualTo(first);
    assertThat(definitions.find(second.arn())).isEqualTo(second);
    assertThatThrownBy(() -> definitions.find("f:3")).isInstanceOf(EcsException.class).hasMessageContaining("f:3");
  }

  @Test
  void whatIsNotSaidHasTheDefaultsOfEcs() throws Exception {
    ContainerDefinition container = register("""
        {'family':'f','containerDefinitions':[{'name':'c','image':'i','healthCheck':{'command':['CMD-SHELL','true || false']}}]}
        """).containers().get(0);
    assertThat(container.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(container.essential()).isTrue();
    HealthCheck check = container.healthCheck().orElseThrow();
    assertThat(check.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(check.retries()).isEqualTo(3);
    assertThat(check.words()).containsExactly("/bin/sh", "-c", "true || false");
    assertThat(check.patience()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void whatEcsRefusesIsRefused() {
    assertThatThrownBy(() -> register("{'family':'f','containerDefinitions':[{'name':'c','image':'i','stopTimeout':121}]}"))
        .hasMessageContaining("0 to 120 s, got 121");
    assertThatThrownBy(() -> register("{'family':'f','containerDefinitions':[]}")).hasMessageContaining("no containers");
    assertThatThrownBy(() -> register("{'family':'a b','containerDefinitions':[]}")).hasMessageContaining("a b");
    assertThatThrownBy(() -> register(
        "{'family':'f','containerDefinitions':[{'name':'c','image':'i','healthCheck':{'command':['curl','x']}}]}"))
        .hasMessageContaining("CMD or CMD-SHELL");
  }

  private TaskDefinition register(String json) throws Exception {
    return definitions.register((ObjectNode) JsonMapper.builder().build().readTree(json.replace('\'', '"')));
  }
}
