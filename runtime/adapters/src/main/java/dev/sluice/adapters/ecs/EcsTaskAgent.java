package dev.sluice.adapters.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.InstanceProtection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The protection of the ECS task that this process runs in, asked of the task's own agent: "the Amazon ECS container agent
 * automatically injects the {@code ECS_AGENT_URI} environment variable", and "a PUT request" to {@code task-protection/v1/state}
 * under it "sets task scale-in protection" (Amazon ECS developer guide, task scale-in protection endpoint). Safe for any thread.
 *
 * <p>The agent calls {@code UpdateTaskProtection} as the task's role, which therefore needs {@code ecs:UpdateTaskProtection} on
 * the task. The plain client of the JDK is enough for a call a few times an hour, and costs a worker no memory of its own.
 */
public final class EcsTaskAgent implements InstanceProtection {
  /** Where the agent says it is. */
  static final String VARIABLE = "ECS_AGENT_URI";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CONNECT_MILLISECONDS = 3_000;
  /** Longer than the agent itself waits for ECS. */
  private static final int ANSWER_MILLISECONDS = 10_000;
  /** "You can specify a minimum of 1 minute to up to 2,880 minutes (48 hours)." */
  private static final int MAX_MINUTES = 2_880;

  private final String state;

  /** Speaks to the agent at an address, as {@code ECS_AGENT_URI} gives it. */
  public EcsTaskAgent(String agentUri) {
    this.state = agentUri + "/task-protection/v1/state";
  }

  /** Finds the agent in an environment; empty outside of ECS. */
  public static Optional<InstanceProtection> find(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE)).filter(uri -> !uri.isBlank()).map(EcsTaskAgent::new);
  }

  @Override
  public void protect(Duration length) {
    long minutes = Math.max(1, Math.min(MAX_MINUTES, length.plusMinutes(1).minusNanos(1).toMinutes()));
    put(JSON.createObjectNode().put("ProtectionEnabled", true).put("ExpiresInMinutes", minutes), true);
  }

  @Override
  public void unprotect() {
    put(JSON.createObjectNode().put("ProtectionEnabled", false), false);
  }

  /** Only an answer that shows the protection as wanted is a success: a failure may come with a status of 200. */
  private void put(ObjectNode request, boolean wanted) {
    JsonNode answer;
    try {
      answer = exchange(request.toString());
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      throw unavailable(String.valueOf(e.getMessage()), e);
    }
    if (answer.path("protection").path("ProtectionEnabled").asBoolean(!wanted) != wanted) {
      throw unavailable("the agent answered " + answer, null);
    }
  }

  private JsonNode exchange(String request) throws IOException {
    // The agent has an address of the task itself; no proxy leads there.
    HttpURLConnection connection = (HttpURLConnection) URI.create(state).toURL().openConnection(Proxy.NO_PROXY);
    try {
      connection.setConnectTimeout(CONNECT_MILLISECONDS);
      connection.setReadTimeout(ANSWER_MILLISECONDS);
      connection.setRequestMethod("PUT");
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(request.getBytes(StandardCharsets.UTF_8));
      }
      boolean refused = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
      try (@Nullable InputStream in = refused ? connection.getErrorStream() : connection.getInputStream()) {
        return in == null ? JSON.nullNode() : JSON.readTree(in);
      }
    } finally {
      connection.disconnect();
    }
  }

  private FleetUnavailableException unavailable(String reason, @Nullable Throwable cause) {
    return new FleetUnavailableException("could not change the task's protection at " + state + ": " + reason, cause);
  }
}
