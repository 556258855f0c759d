package dev.sluice.adapters.http;

import dev.sluice.contract.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Finds who answers, by method and path. Safe for any thread. */
final class Router {
  private record Route(String method, PathTemplate template, LateEndpoint endpoint, boolean isAtOnce) {}

  /** Who answers, what the path said, and whether nobody else is waited for. */
  record Match(LateEndpoint endpoint, Map<String, String> pathParameters, boolean isAtOnce) {}

  private final List<Route> routes = new CopyOnWriteArrayList<>();

  void add(String method, String template, LateEndpoint endpoint, boolean isAtOnce) {
    routes.add(new Route(method, new PathTemplate(template), endpoint, isAtOnce));
  }

  List<String> routes() {
    return routes.stream().map(route -> route.method() + " " + route.template()).toList();
  }

  /**
   * Finds the endpoint.
   *
   * @throws ProblemException 404 if no route has this path, 405 if one has, but with other methods
   */
  Match find(String method, String rawPath) {
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.template().match(rawPath);
      if (parameters.isPresent()) {
        if (route.method().equals(method)) {
          return new Match(route.endpoint(), parameters.get(), route.isAtOnce());
        }
        allowed.add(route.method());
      }
    }
    if (!allowed.isEmpty()) {
      String methods = String.join(", ", allowed);
      throw new ProblemException(HttpProblem.METHOD_NOT_ALLOWED,
          method + " is not a method of " + rawPath + ", which has " + methods, List.of(), Map.of("Allow", methods));
    }
    List<String> known = routes.stream().map(route -> route.template().toString()).distinct().toList();
    throw new ProblemException(HttpProblem.UNKNOWN_PATH, "there is nothing at " + rawPath
        + NearestName.of(rawPath, known).map(near -> "; did you mean " + near + "?").orElse(""));
  }
}
