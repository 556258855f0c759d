package dev.sluice.adapters.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.scripted.ScriptedEndpoint;
import dev.sluice.adapters.scripted.ScriptedEndpoint.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EcsTaskMetadataTest {
  private static final String ID = "158d1c8083dd49d6b527399fd6414f5c";
  private static final Answer TASK =
      new Answer(200, "{\"Cluster\":\"default\",\"TaskARN\":\"arn:aws:ecs:us-west-2:111122223333:task/default/" + ID + "\"}");

  private static Optional<String> taskId(String uri) {
    return EcsTaskMetadata.taskId(Map.of("ECS_CONTAINER_METADATA_URI_V4", uri));
  }

  @Test
  void theTaskIsTheOneOfWhichTheAgentTells() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(TASK)) {
      assertThat(taskId(endpoint.uri() + "/v4/container")).contains(ID);
      assertThat(endpoint.requests()).containsExactly("GET /v4/container/task ");
    }
  }

  @Test
  void anAgentThatFailsIsAskedOnceMoreAndNotWaitedFor() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(Answer.error(500, "Busy"), TASK)) {
      assertThat(taskId(endpoint.uri().toString())).contains(ID);
    }
    for (Answer answer : List.of(Answer.HANG_UP, Answer.error(404, "None"), new Answer(200, "not JSON"), new Answer(200, "{}"))) {
      try (ScriptedEndpoint endpoint = new ScriptedEndpoint(answer)) {
        assertThat(taskId(endpoint.uri().toString())).as(answer.body()).isEmpty();
      }
    }
  }

  @Test
  void outsideOfEcsThereIsNoTask() {
    assertThat(EcsTaskMetadata.taskId(Map.of("HOSTNAME", "box"))).isEmpty();
    for (String address : List.of("", "nonsense", "ftp://127.0.0.1/agent", "http://127.0.0.1:1/agent")) {
      assertThat(taskId(address)).as(address).isEmpty();
    }
  }
}
