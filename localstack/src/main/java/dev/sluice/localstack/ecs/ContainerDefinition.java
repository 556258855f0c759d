package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container of a task definition: what of it means something to a process.
 *
 * @param entryPoint replaces the image's, empty if not given
 * @param command replaces the image's, empty if not given
 * @param environment values by name, in the clear
 * @param secrets what each variable is taken from, by name
 * @param ports container ports that are mapped
 * @param logGroup the log group that its output goes to, or its family
 */
public record ContainerDefinition(
    String name,
    String image,
    boolean essential,
    List<String> entryPoint,
    List<String> command,
    Optional<String> workingDirectory,
    Map<String, String> environment,
    Map<String, String> secrets,
    List<Integer> ports,
    Optional<HealthCheck> healthCheck,
    Duration stopTimeout,
    String logGroup) {
  /**
   * "If the parameter isn't specified, then the default value of 30 seconds is used"; "the max value is 120 seconds" on Fargate.
   */
  private static final int DEFAULT_STOP_TIMEOUT = 30;
  private static final int MAX_STOP_TIMEOUT = 120;

  public ContainerDefinition {
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    ports = List.copyOf(ports);
    if (stopTimeout.isNegative() || stopTimeout.toSeconds() > MAX_STOP_TIMEOUT) {
      throw new InvalidEcsRequestException("stopTimeout must be 0 to " + MAX_STOP_TIMEOUT + " s, got " + stopTimeout.toSeconds());
    }
  }

  static ContainerDefinition parse(JsonNode node, String family) {
    String name = node.path("name").asText("");
    if (name.isEmpty() || node.path("image").asText("").isEmpty()) {
      throw new InvalidEcsRequestException("a container definition of " + family + " has no name or no image");
    }
    return new ContainerDefinition(
        name,
        node.path("image").asText(),
        node.path("essential").asBoolean(true),
        texts(node.path("entryPoint")),
        texts(node.path("command")),
        Optional.ofNullable(node.path("workingDirectory").asText(null)),
        pairs(node.path("environment"), "value"),
        pairs(node.path("secrets"), "valueFrom"),
        ports(node.path("portMappings")),
        node.path("healthCheck").isObject() ? Optional.of(HealthCheck.parse(node.path("healthCheck"))) : Optional.empty(),
        Duration.ofSeconds(node.path("stopTimeout").asInt(DEFAULT_STOP_TIMEOUT)),
        node.path("logConfiguration").path("options").path("awslogs-group").asText(family));
  }

  /** Returns this container with what a RunTask request overrides. */
  ContainerDefinition with(JsonNode override) {
    Map<String, String> merged = new LinkedHashMap<>(environment);
    merged.putAll(pairs(override.path("environment"), "value"));
    List<String> words = override.path("command").isArray() ? texts(override.path("command")) : command;
    return new ContainerDefinition(name, image, essential, entryPoint, words, workingDirectory, merged, secrets, ports,
        healthCheck, stopTimeout, logGroup);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Map<String, String> pairs(JsonNode array, String valueName) {
    Map<String, String> pairs = new LinkedHashMap<>();
    array.forEach(pair -> pairs.put(pair.path("name").asText(), pair.path(valueName).asText()));
    return pairs;
  }

  private static List<Integer> ports(JsonNode mappings) {
    List<Integer> ports = new ArrayList<>();
    mappings.forEach(mapping -> ports.add(mapping.path("containerPort").asInt()));
    return ports;
  }
}
