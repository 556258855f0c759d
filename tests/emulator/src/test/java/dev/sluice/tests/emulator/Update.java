package dev.sluice.tests.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the CLI's events tell of a preview, an update, a refresh or a destroy.
 *
 * @param result exit code, whole text and time
 * @param steps what was done, or would be, to every resource that is not left as it is
 * @param errors messages of severity error
 */
record Update(PulumiProject.Result result, List<Step> steps, List<String> errors) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  /** {@code refresh} says only that a resource was read. */
  private static final Set<String> NO_CHANGE = Set.of("same", "read", "refresh");

  Update {
    steps = List.copyOf(steps);
    errors = List.copyOf(errors);
  }

  static Update of(PulumiProject.Result result) {
    Map<String, Step> steps = new LinkedHashMap<>();
    List<String> errors = new ArrayList<>();
    result.output().lines().filter(line -> line.startsWith("{\"sequence\"")).map(Update::event).forEach(event -> {
      // Comes when a step is done, in a preview as well.
      JsonNode metadata = event.path("resOutputsEvent").path("metadata");
      if (!metadata.isMissingNode() && !NO_CHANGE.contains(metadata.path("op").asText())) {
        Step step = step(metadata);
        steps.merge(step.operation() + " " + step.urn(), step, Step::and);
      }
      JsonNode diagnostic = event.path("diagnosticEvent");
      if (diagnostic.path("severity").asText().equals("error")) {
        errors.add(diagnostic.path("message").asText().strip());
      }
    });
    return new Update(result, List.copyOf(steps.values()), errors);
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the CLI wrote a line that is no JSON: " + line, e);
    }
  }

  private static Step step(JsonNode metadata) {
    Set<String> properties = new TreeSet<>();
    metadata.path("detailedDiff").fieldNames().forEachRemaining(path -> properties.add(path.split("[.\\[]", 2)[0]));
    return new Step(metadata.path("op").asText(), metadata.path("urn").asText(), metadata.path("type").asText(), properties);
  }

  /** Fails unless the CLI was content. */
  Update orFail() {
    if (result.exitCode() != 0) {
      throw new AssertionError("pulumi ended with exit code " + result.exitCode() + ": "
          + (errors.isEmpty() ? result.output() : String.join("\n", errors)));
    }
    return this;
  }

  Duration took() {
    return result.took();
  }

  /** Returns the resources that a cloud holds: components and providers are Pulumi's own. */
  List<Step> ofCloud(String operation) {
    return steps.stream().filter(step -> step.operation().equals(operation) && step.type().startsWith("aws:")).toList();
  }
}
