package dev.sluice.localstack.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which handler creates which type. Filled once, then read from any thread. */
public final class ResourceTypes {
  /** Packages whose resources have tokens without a slash, as components have. */
  private static final Set<String> PACKAGES_WITHOUT_SLASH =
      Set.of("aws-native", "command", "docker-build", "kubernetes", "awsx", "eks");

  private final Map<String, ResourceHandler> handlers = new TreeMap<>();

  /** Adds a type by its token, for example {@code aws:sqs/queue:Queue}. */
  public ResourceTypes add(String type, ResourceHandler handler) {
    if (handlers.putIfAbsent(type, handler) != null) {
      throw new IllegalArgumentException(type + " has a handler already");
    }
    return this;
  }

  /**
   * Returns the handler of a type.
   *
   * @throws UnknownResourceTypeException if there is none
   */
  ResourceHandler handlerOf(String type, String name) {
    ResourceHandler handler = handlers.get(type);
    if (handler != null) {
      return handler;
    }
    if (isComponent(type)) {
      return request -> CreatedResource.answering(request).remembered("");
    }
    throw new UnknownResourceTypeException(type, name);
  }

  /**
   * A component or a provider stands for nothing by itself; a provider's resources have tokens like {@code aws:sqs/queue:Queue}.
   */
  static boolean isComponent(String type) {
    return type.startsWith("pulumi:providers:")
        || !type.contains("/") && !PACKAGES_WITHOUT_SLASH.contains(type.substring(0, Math.max(0, type.indexOf(':'))));
  }
}
