package dev.sluice.localstack.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.localstack.gateway.AwsError;
import dev.sluice.localstack.gateway.JsonService;
import java.util.Optional;

/** The Secrets Manager API: {@code GetSecretValue} and nothing else. Safe for any thread. */
public final class SecretsEndpoint implements JsonService {
  /** What the header {@code X-Amz-Target} of a request to Secrets Manager begins with. */
  public static final String TARGET = "secretsmanager";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SecretStore store;

  public SecretsEndpoint(SecretStore store) {
    this.store = store;
  }

  @Override
  public Optional<JsonNode> answer(String operation, JsonNode request) {
    if (!operation.equals("GetSecretValue")) {
      return Optional.empty();
    }
    SecretStore.Secret secret = store.find(request.path("SecretId").asText()).orElseThrow(
        () -> new AwsError(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
    String value = secret.value().orElseThrow(
        () -> new AwsError(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret value."));
    return Optional.of(JSON.createObjectNode().put("ARN", secret.arn()).put("Name", secret.name()).put("VersionId", "1")
        .put("SecretString", value));
  }
}
