package dev.sluice.adapters.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.scripted.ScriptedEndpoint;
import dev.sluice.adapters.scripted.ScriptedEndpoint.Answer;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.InstanceProtection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EcsTaskAgentTest {
  private static final String PATH = "PUT /agent/task-protection/v1/state ";
  private static final Answer PROTECTED = new Answer(200, "{\"protection\":{\"ProtectionEnabled\":true,"
      + "\"ExpirationDate\":\"2026-11-21T00:00:00Z\",\"TaskArn\":\"a\"}}");
  private static final Answer UNPROTECTED = new Answer(200, "{\"protection\":{\"ProtectionEnabled\":false,\"TaskArn\":\"a\"}}");

  @Test
  void itAsksTheAgentAsAwsDocumentsItAndRoundsUpToMinutes() {
    try (ScriptedEndpoint endpoint = new ScriptedEndpoint(PROTECTED, PROTECTED, UNPROTECTED)) {
      InstanceProtection agent = new EcsTaskAgent(endpoint.uri() + "/agent");
      agent.protect(Duration.ofMinutes(10));
      agent.protect(Duration.ofSeconds(61));
      agent.unprotect();
      assertThat(endpoint.requests()).containsExactly(
          PATH + "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":10}",
          PATH + "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":2}",
          PATH + "{\"ProtectionEnabled\":false}");
    }
  }

  @Test
  void whateverDoesNotShowTheProtectionAsWantedIsAFailureWithItsReason() {
    List<Answer> answers = List.of(
        UNPROTECTED,
        new Answer(200, "{\"failure\":{\"Arn\":\"a\",\"Detail\":null,\"Reason\":\"TASK_NOT_VALID\"}}"),
        new Answer(400, "{\"error\":{\"Arn\":\"a\",\"Code\":\"AccessDeniedException\",\"Message\":\"no\"}}"),
        new Answer(500, ""),
        new Answer(200, "not JSON"),
        Answer.HANG_UP);
    for (Answer answer : answers) {
      try (ScriptedEndpoint endpoint = new ScriptedEndpoint(answer)) {
        assertThatThrownBy(() -> new EcsTaskAgent(endpoint.uri().toString()).protect(Duration.ofMinutes(1)))
            .as(answer.body()).isInstanceOf(FleetUnavailableException.class).hasMessageContaining(endpoint.uri().toString());
      }
    }
  }

  @Test
  void anAddressThatIsNoneIsAFailureToo() {
    for (String address : List.of("nonsense", "ftp://127.0.0.1/agent", "http://127.0.0.1:1/agent")) {
      assertThatThrownBy(() -> new EcsTaskAgent(address).unprotect()).as(address).isInstanceOf(FleetUnavailableException.class);
    }
  }

  @Test
  void outsideOfEcsThereIsNoAgent() {
    assertThat(EcsTaskAgent.find(Map.of("HOME", "/root"))).isEmpty();
    assertThat(EcsTaskAgent.find(Map.of("ECS_AGENT_URI", ""))).isEmpty();
    assertThat(EcsTaskAgent.find(Map.of("ECS_AGENT_URI", "http://169.254.170.2/api/v2"))).isPresent();
  }
}
