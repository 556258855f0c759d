package dev.sluice.infra.compute;

import com.pulumi.core.Output;
import dev.sluice.infra.configuration.ComputeConfiguration;
import dev.sluice.infra.configuration.ContainerSize;
import dev.sluice.infra.json.CanonicalJson;
import dev.sluice.infra.json.Outputs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one container of a task, built as an object. In an update of targets some of its texts may not be there yet, so that they are null.
 *
 * @param name of the container
 * @param image that it runs; the image has its own entry point
 * @param size what it gets
 * @param environment values by name
 * @param secrets ARNs of secrets by the name that their value goes by
 * @param logGroup name of its log group
 * @param region AWS region of the log group
 * @param configuration what all services are like
 */
record ContainerDefinition(
    String name,
    Output<String> image,
    ContainerSize size,
    Map<String, Output<String>> environment,
    Map<String, Output<String>> secrets,
    Output<String> logGroup,
    String region,
    ComputeConfiguration configuration) {

  /** The smallest JVM that asks the service for its health: an image with a Java runtime need not have curl. */
  private static final List<String> HEALTH_CHECK = List.of(
      "CMD", "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m",
      "-cp", "lib/sluice-contract.jar", "dev.sluice.contract.HealthProbe");

  /** Returns the JSON of the list that ECS wants, with this container in it. */
  Output<String> toJson() {
    return Outputs.map(environment).apply(values -> Outputs.map(secrets)
        .apply(arns -> logGroup.apply(group -> image.applyValue(from ->
        CanonicalJson.of(List.of(tree(from, values, arns, group)))))));
  }

  private Map<String, Object> tree(String from, Map<String, String> values, Map<String, String> arns, String group) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("name", name);
    tree.put("image", from);
    tree.put("essential", true);
    tree.put("cpu", size.cpu());
    tree.put("memory", size.memory());
    tree.put("environment", pairs(values, "value"));
    tree.put("secrets", pairs(arns, "valueFrom"));
    tree.put("stopTimeout", configuration.stopTimeout().toSeconds());
    size.port().ifPresent(port -> {
      tree.put("portMappings", List.of(portMapping(port)));
      tree.put("healthCheck", Map.of(
          "command", HEALTH_CHECK,
          "interval", configuration.healthCheckInterval().toSeconds(),
          "timeout", 5,
          "retries", 3,
          "startPeriod", configuration.healthCheckGrace().toSeconds()));
    });
    Map<String, String> log = new TreeMap<>(Map.of("awslogs-region", region, "awslogs-stream-prefix", name));
    log.put("awslogs-group", group);
    tree.put("logConfiguration", Map.of("logDriver", "awslogs", "options", log));
    return tree;
  }

  /** In bridge mode ECS chooses the machine's port; otherwise it is the container's own, and AWS gives it back so. */
  private Map<String, Object> portMapping(int port) {
    int hostPort = configuration.networkMode().equals("bridge") ? 0 : port;
    return Map.of("containerPort", port, "hostPort", hostPort, "protocol", "tcp");
  }

  private static List<Map<String, String>> pairs(Map<String, String> values, String field) {
    return new TreeMap<>(values).entrySet().stream().map(entry -> {
      Map<String, String> pair = new TreeMap<>(Map.of("name", entry.getKey()));
      pair.put(field, entry.getValue());
      return pair;
    }).toList();
  }
}
