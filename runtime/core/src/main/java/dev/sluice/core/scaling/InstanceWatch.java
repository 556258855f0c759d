package dev.sluice.core.scaling;

import java.util.Set;

/** What the platform of the workers knows of the instances that they run on. Safe for any thread; calls block on the network. */
@FunctionalInterface
public interface InstanceWatch {
  /**
   * Returns which of these instances have stopped for good, as far as the platform knows. It may be wrong about a process: ECS calls a task
   * stopped, too, whose machine was deregistered by force, and whose containers go on. What it says nothing of, or nothing certain, is not
   * among them.
   *
   * @param instances as {@link WorkerId#instance} names them; names that are not the platform's do no harm
   * @throws FleetUnavailableException if the platform cannot be reached or refused the call
   */
  Set<String> gone(Set<String> instances);
}
