package dev.sluice.autoscaler;

import dev.sluice.core.scaling.WorkerFleet;
import java.util.Set;

/**
 * A pool of equal workers.
 *
 * @param name what settings and logs call it
 * @param queues logical queues that its workers serve, at least one
 * @param fleet its workers
 */
record Pool(String name, Set<String> queues, WorkerFleet fleet) {
  Pool {
    queues = Set.copyOf(queues);
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("pool \"" + name + "\" must serve a queue, got none");
    }
  }
}
