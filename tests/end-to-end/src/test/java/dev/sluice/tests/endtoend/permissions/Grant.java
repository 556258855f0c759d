package dev.sluice.tests.endtoend.permissions;

/**
 * One action of one role on one resource: granted by a policy, or needed by a call.
 *
 * @param role the service, such as {@code worker-small}
 * @param action as IAM names it
 * @param resource such as {@code sqs.Queue default}; what a policy's condition adds stands behind it
 */
public record Grant(String role, String action, String resource) implements Comparable<Grant> {
  @Override
  public int compareTo(Grant other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return role + " " + action + " on " + resource;
  }
}
