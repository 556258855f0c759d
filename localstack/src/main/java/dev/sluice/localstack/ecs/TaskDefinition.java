package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A revision of a task definition. Immutable.
 *
 * @param cpu CPU units, 1024 a core
 * @param memory MiB that all containers together may use
 * @param document what DescribeTaskDefinition answers
 */
public record TaskDefinition(
    String arn, String family, int revision, int cpu, int memory, List<ContainerDefinition> containers, ObjectNode document) {
  private static final int DEFAULT_CPU = 1024;
  private static final int DEFAULT_MEMORY = 512;

  public TaskDefinition {
    containers = List.copyOf(containers);
    if (containers.isEmpty()) {
      throw new InvalidEcsRequestException("task definition " + family + " has no containers");
    }
    if (memory < 1) {
      throw new InvalidEcsRequestException("task definition " + family + ": memory must be >= 1 MiB, got " + memory);
    }
  }

  /** Reads a definition in the words of RegisterTaskDefinition. */
  static TaskDefinition parse(ObjectNode request, String arn, int revision) {
    String family = request.path("family").asText();
    List<ContainerDefinition> containers = new ArrayList<>();
    int containerMemory = 0;
    for (JsonNode container : request.path("containerDefinitions")) {
      containers.add(ContainerDefinition.parse(container, family));
      containerMemory += container.path("memory").asInt(container.path("memoryReservation").asInt(0));
    }
    ObjectNode document = request.deepCopy();
    document.put("taskDefinitionArn", arn).put("revision", revision).put("status", "ACTIVE");
    int memory = request.path("memory").asInt(containerMemory > 0 ? containerMemory : DEFAULT_MEMORY);
    return new TaskDefinition(arn, family, revision, request.path("cpu").asInt(DEFAULT_CPU), memory, containers, document);
  }

  String familyAndRevision() {
    return family + ":" + revision;
  }
}
