package dev.sluice.localstack.ecs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task at one moment.
 *
 * @param id last part of its ARN
 * @param service service that it belongs to, empty for a one-off task
 * @param status where it is in its life
 * @param health of its essential containers; UNKNOWN where it has no health check
 * @param checked true if a container of it has a health check
 * @param pid process of its first container, 0 if it never ran
 * @param ports port on this machine by container port
 * @param logs one file for each container
 * @param stoppedReason why it stopped or is being stopped
 */
public record TaskView(
    String id,
    String arn,
    String cluster,
    Optional<String> service,
    String family,
    TaskStatus status,
    Health health,
    boolean checked,
    long pid,
    Map<Integer, Integer> ports,
    List<Path> logs,
    boolean stopWanted,
    Optional<String> stoppedReason) {
  public TaskView {
    ports = Map.copyOf(ports);
    logs = List.copyOf(logs);
  }

  /** Returns the port on this machine of the first container port that is mapped, 0 if none is. */
  public int port() {
    return ports.entrySet().stream().min(Map.Entry.comparingByKey()).map(Map.Entry::getValue).orElse(0);
  }

  /** True if it runs, is meant to, and its health check, if it has one, says so. */
  public boolean isReady() {
    return status == TaskStatus.RUNNING && !stopWanted && (!checked || health == Health.HEALTHY);
  }
}
