package dev.sluice.tests.emulator;

import java.util.Set;
import java.util.TreeSet;

/**
 * What an update does, would do or has found out about one resource.
 *
 * @param operation such as {@code create}, {@code update} or {@code delete}
 * @param urn which resource
 * @param type its type, such as {@code aws:sqs/queue:Queue}
 * @param properties names of the properties that differ; empty where Pulumi names none
 */
record Step(String operation, String urn, String type, Set<String> properties) {
  Step {
    properties = Set.copyOf(properties);
  }

  /** Returns the resource's logical name. */
  String name() {
    return urn.substring(urn.lastIndexOf("::") + 2);
  }

  /** Two reports of one step are one. */
  Step and(Step other) {
    Set<String> both = new TreeSet<>(properties);
    both.addAll(other.properties);
    return new Step(operation, urn, type, both);
  }

  @Override
  public String toString() {
    return operation + " " + type + " " + name() + " " + new TreeSet<>(properties);
  }
}
