package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads fields that many requests have. */
final class EcsRequests {
  private EcsRequests() {}

  static String cluster(JsonNode request) {
    return request.path("cluster").asText("");
  }

  static String required(JsonNode request, String name) {
    String text = request.path(name).asText("");
    if (text.isEmpty()) {
      throw new InvalidEcsRequestException(name + " is required");
    }
    return text;
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Refuses what a request asks for and this ECS does not do. */
  static void refuse(JsonNode request, String... fields) {
    for (String field : fields) {
      if (request.hasNonNull(field)) {
        throw new EcsException("UnsupportedFeatureException", field + " is not in the local cloud");
      }
    }
  }
}
