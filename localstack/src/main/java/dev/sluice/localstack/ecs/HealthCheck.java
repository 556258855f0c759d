package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A container's health check, with the defaults of ECS.
 *
 * @param command {@code CMD} and words, or {@code CMD-SHELL} and one line
 * @param interval time between two checks
 * @param timeout after which one check counts as failed
 * @param retries failures in a row that make a container unhealthy
 * @param startPeriod time after the start in which failures do not count
 */
public record HealthCheck(List<String> command, Duration interval, Duration timeout, int retries, Duration startPeriod) {
  public HealthCheck {
    command = List.copyOf(command);
    if (command.size() < 2 || !(command.get(0).equals("CMD") || command.get(0).equals("CMD-SHELL"))) {
      throw new InvalidEcsRequestException("healthCheck.command must begin with CMD or CMD-SHELL, got " + command);
    }
    if (retries < 1 || retries > 10) {
      throw new InvalidEcsRequestException("healthCheck.retries must be 1 to 10, got " + retries);
    }
  }

  static HealthCheck parse(JsonNode node) {
    List<String> command = new ArrayList<>();
    node.path("command").forEach(word -> command.add(word.asText()));
    return new HealthCheck(command, Duration.ofSeconds(node.path("interval").asInt(30)),
        Duration.ofSeconds(node.path("timeout").asInt(5)), node.path("retries").asInt(3),
        Duration.ofSeconds(node.path("startPeriod").asInt(0)));
  }

  /** Returns the words to run, a shell's where the check is one line. */
  List<String> words() {
    return command.get(0).equals("CMD") ? command.subList(1, command.size()) : List.of("/bin/sh", "-c", command.get(1));
  }

  /** Returns how long after its start a container that was never healthy is unhealthy at the latest. */
  Duration patience() {
    return startPeriod.plus(interval.multipliedBy(retries));
  }
}
