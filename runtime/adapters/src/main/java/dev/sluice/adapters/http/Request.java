package dev.sluice.adapters.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.NearestName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request whose body has been read. Immutable as long as nobody writes to the body.
 *
 * @param method for example {@code GET}
 * @param path the decoded path
 * @param pathParameters what the braces of the route's template stand for, decoded
 * @param query the query's parameters, decoded; of one given twice the last counts
 * @param headers by name in lower case, the first value of each
 * @param body as received
 */
public record Request(
    String method,
    String path,
    Map<String, String> pathParameters,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {
  public Request {
    pathParameters = Map.copyOf(pathParameters);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** Returns what a brace of the template stands for. */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter {" + name + "}");
    }
    return value;
  }

  public Optional<String> queryParameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * Refuses parameters that nobody would read.
   *
   * @throws ProblemException 400, naming the nearest known one
   */
  public void allowQuery(String... known) {
    Set<String> names = Set.of(known);
    for (String name : new TreeSet<>(query.keySet())) {
      if (!names.contains(name)) {
        throw new ProblemException(HttpProblem.UNKNOWN_PARAMETER, "\"" + name + "\" is not a parameter of " + path
            + NearestName.of(name, names)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("; it knows " + new TreeSet<>(names)));
      }
    }
  }

  /**
   * Reads the body as JSON.
   *
   * @throws ProblemException 400, naming line and column
   */
  public JsonNode json() {
    return HttpJson.read(body);
  }
}
