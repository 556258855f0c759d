package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Cuts a list of ARNs into pages; the token is the number of those before the page. */
final class Paging {
  private static final int DEFAULT_PAGE = 100;

  private Paging() {}

  static ObjectNode page(JsonNode request, String name, List<String> arns) {
    int size = request.path("maxResults").asInt(DEFAULT_PAGE);
    if (size < 1 || size > DEFAULT_PAGE) {
      throw new InvalidEcsRequestException("maxResults must be 1 to " + DEFAULT_PAGE + ", got " + size);
    }
    int from = fromToken(request.path("nextToken").asText("0"));
    int to = Math.min(arns.size(), from + size);
    ObjectNode answer = EcsJson.object();
    ArrayNode array = answer.putArray(name);
    arns.subList(Math.min(from, arns.size()), to).forEach(array::add);
    if (to < arns.size()) {
      answer.put("nextToken", Integer.toString(to));
    }
    return answer;
  }

  private static int fromToken(String token) {
    if (!token.matches("\\d{1,9}")) {
      throw new InvalidEcsRequestException("Invalid token.");
    }
    return Integer.parseInt(token);
  }
}
