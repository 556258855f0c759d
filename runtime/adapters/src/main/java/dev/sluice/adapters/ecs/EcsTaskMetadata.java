package dev.sluice.adapters.ecs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.time.Pause;
import dev.sluice.core.time.SteadyClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which ECS task this process runs in, asked of its agent: "the {@code ECS_CONTAINER_METADATA_URI_V4} environment variable is injected
 * automatically into the containers of Amazon ECS tasks", and {@code /task} under it tells the task's ARN (Amazon ECS developer guide,
 * task metadata endpoint version 4). The name of a container's host does not: on Fargate it is that of its network interface, on EC2
 * machines the container's id or the machine's name.
 */
public final class EcsTaskMetadata {
  /** Where the agent says it is. */
  static final String VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";

  private static final Logger LOG = LoggerFactory.getLogger(EcsTaskMetadata.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TIMEOUT_MILLISECONDS = 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  /** Who starts is not held up for longer, but for the timeouts of the last question. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private EcsTaskMetadata() {}

  /**
   * Finds the task's id by an environment; empty outside of ECS, and where the agent does not tell it, which stands in the log then. One that
   * fails is asked again for five seconds, after pauses of 200 ms and longer. Blocks for as long.
   */
  public static Optional<String> taskId(Map<String, String> environment) {
    return taskId(environment, SteadyClock.beside(InstantSource.system()), Pause.REAL);
  }

  static Optional<String> taskId(Map<String, String> environment, InstantSource clock, Pause pause) {
    String uri = environment.getOrDefault(VARIABLE, "");
    if (uri.isBlank()) {
      return Optional.empty();
    }
    Instant end = clock.instant().plus(PATIENCE);
    Optional<String> id = ask(uri + "/task");
    Duration next = FIRST_PAUSE;
    try {
      while (id.isEmpty() && clock.instant().plus(next).isBefore(end)) {
        pause.pause(next);
        next = next.multipliedBy(2);
        id = ask(uri + "/task");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (id.isEmpty()) {
      LOG.warn("the ECS agent at {} does not tell which task this is: a worker goes by the name of its host, so that if it dies its ops wait until"
          + " their leases run out", uri);
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
