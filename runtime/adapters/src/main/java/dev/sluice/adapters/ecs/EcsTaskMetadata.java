package dev.sluice.adapters.ecs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Which ECS task this process runs in, asked of its agent: "the {@code ECS_CONTAINER_METADATA_URI_V4} environment variable is injected
 * automatically into the containers of Amazon ECS tasks", and {@code /task} under it tells the task's ARN (Amazon ECS developer guide,
 * task metadata endpoint version 4). The name of a container's host does not: on Fargate it is that of its network interface, on EC2
 * machines the container's id or the machine's name.
 */
public final class EcsTaskMetadata {
  /** Where the agent says it is. */
  static final String VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TIMEOUT_MILLISECONDS = 1_000;
  private static final int TRIES = 2;

  private EcsTaskMetadata() {}

  /** Finds the task's id by an environment; empty outside of ECS, and where the agent does not answer: it is not waited for longer than 4 s. */
  public static Optional<String> taskId(Map<String, String> environment) {
    String uri = environment.getOrDefault(VARIABLE, "");
    Optional<String> id = Optional.empty();
    for (int attempt = 0; attempt < TRIES && id.isEmpty() && !uri.isBlank(); attempt++) {
      id = ask(uri + "/task");
    }
    return id;
  }

  private static Optional<String> ask(String address) {
    try {
      // The agent has an address of the task itself; no proxy leads there.
      HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLISECONDS);
      connection.setReadTimeout(TIMEOUT_MILLISECONDS);
      try (InputStream in = connection.getInputStream()) {
        return Optional.of(EcsInstances.idIn(JSON.readTree(in).path("TaskARN").asText())).filter(id -> !id.isEmpty());
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      return Optional.empty();
    }
  }
}
