package dev.sluice.localstack.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A service that speaks AWS JSON: the operation stands in the header {@code X-Amz-Target} after the service's prefix. */
@FunctionalInterface
public interface JsonService {
  /**
   * Answers one request; called from many threads at once.
   *
   * @return the answer, or empty if there is no such operation
   * @throws AwsError if the request is refused
   */
  Optional<JsonNode> answer(String operation, JsonNode request);
}
