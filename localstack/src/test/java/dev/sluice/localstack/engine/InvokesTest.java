package dev.sluice.localstack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InvokesTest {
  private final Invokes invokes = Invokes.of(new AwsAccount("000000000000", "eu-central-1"));

  @Test
  void theAccountAndRegionAreThoseOfTheCloud() {
    assertThat(answer("aws:index/getCallerIdentity:getCallerIdentity", Map.of())).containsEntry("accountId", "000000000000");
    assertThat(answer("aws:index/getRegion:getRegion", Map.of())).containsEntry("name", "eu-central-1");
    assertThat(answer("aws:index/getAvailabilityZones:getAvailabilityZones", Map.of()))
        .containsEntry("names", List.of("eu-central-1a", "eu-central-1b", "eu-central-1c"));
  }

  @Test
  void aPolicyDocumentIsWhatTheProviderWouldWrite() throws Exception {
    String json = (String) answer("aws:iam/getPolicyDocument:getPolicyDocument", Map.of("statements", List.of(Map.of(
        "actions", List.of("sqs:SendMessage", "sqs:ReceiveMessage"), "resources", List.of("arn:aws:sqs:*"),
        "principals", List.of(Map.of("type", "Service", "identifiers", List.of("ecs.amazonaws.com"))),
        "conditions", List.of(Map.of("test", "Bool", "variable", "aws:SecureTransport", "values", List.of("true")))))))
            .get("json");
    JsonNode statement = JsonMapper.builder().build().readTree(json).path("Statement").get(0);
    assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
    assertThat(statement.path("Action").size()).isEqualTo(2);
    assertThat(statement.path("Resource").asText()).isEqualTo("arn:aws:sqs:*");
    assertThat(statement.path("Principal").path("Service").asText()).isEqualTo("ecs.amazonaws.com");
    assertThat(statement.path("Condition").path("Bool").path("aws:SecureTransport").asText()).isEqualTo("true");
  }

  @Test
  void randomPasswordsHaveTheirLengthAndDiffer() {
    Object first = answer("aws:secretsmanager/getRandomPassword:getRandomPassword", Map.of("passwordLength", 20.0))
        .get("randomPassword");
    Object second = answer("aws:secretsmanager/getRandomPassword:getRandomPassword", Map.of("passwordLength", 20.0))
        .get("randomPassword");
    assertThat((String) first).hasSize(20).isNotEqualTo(second);
  }

  @Test
  void anUnknownFunctionIsRefusedByName() {
    assertThatThrownBy(() -> answer("aws:ec2/getAmi:getAmi", Map.of())).hasMessageContaining("no function aws:ec2/getAmi:getAmi");
  }

  private Map<String, Object> answer(String token, Map<String, Object> arguments) {
    return invokes.answer(token, new Inputs(token, arguments));
  }
}
