package dev.sluice.infra.preview;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a program declares for a stack. Immutable.
 *
 * @param stack name of the stack
 * @param region AWS region
 * @param resources in the order of their declaration, parents first
 * @param outputs what the stack exports; secrets are masked
 */
public record DeclaredStack(String stack, String region, List<DeclaredResource> resources, Map<String, String> outputs) {
  public DeclaredStack {
    resources = List.copyOf(resources);
    outputs = new TreeMap<>(outputs);
  }

  /** Returns the resources of a type, such as {@code aws:sqs/queue:Queue}. */
  public List<DeclaredResource> ofType(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** Returns the resources that AWS would have, without those that only group others. */
  public List<DeclaredResource> custom() {
    return resources.stream().filter(resource -> !resource.isComponent()).toList();
  }
}
