package dev.sluice.tests.endtoend.permissions;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the grants of a stack differ from what its services need.
 *
 * @param missing needed and not granted: AWS would answer the call with AccessDenied
 * @param superfluous granted, and no call needs it
 */
public record GrantComparison(Set<Grant> missing, Set<Grant> superfluous) {
  public static GrantComparison of(Collection<Grant> granted, Collection<Grant> needed) {
    Set<Grant> missing = new TreeSet<>(needed);
    missing.removeAll(Set.copyOf(granted));
    Set<Grant> superfluous = new TreeSet<>(granted);
    superfluous.removeAll(Set.copyOf(needed));
    return new GrantComparison(missing, superfluous);
  }

}
