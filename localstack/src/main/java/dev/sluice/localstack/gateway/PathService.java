package dev.sluice.localstack.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A service at a path of its own, JSON in and out, such as the agent that each ECS task finds beside it. */
@FunctionalInterface
public interface PathService {
  /**
   * Answers one request; called from many threads at once.
   *
   * @param path what follows the service's own path
   * @param body of the request, an empty object if it had none
   * @return the answer, or empty if there is nothing at this path
   */
  Optional<Answer> answer(String method, String path, JsonNode body);

  /** A status of HTTP and a body. */
  record Answer(int status, JsonNode body) {}
}
