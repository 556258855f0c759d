package dev.sluice.core.scaling;

import java.util.Set;

/** What the platform of the workers knows of the instances that they run on. Safe for any thread; calls block on the network. */
@FunctionalInterface
public interface InstanceWatch {
  /**
   * Returns which of these instances are known to have stopped, for good: none of their processes runs any more. What the platform says
   * nothing of, or nothing certain, is not among them.
   *
   * @param instances as {@link WorkerId#instance} names them; names that are not the platform's do no harm
   * @throws FleetUnavailableException if the platform cannot be reached or refused the call
   */
  Set<String> gone(Set<String> instances);
}
