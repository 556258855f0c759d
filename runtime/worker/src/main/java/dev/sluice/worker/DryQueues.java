package dev.sluice.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Queues that had less than the latest claim of this worker wanted. Safe for any thread. */
final class DryQueues {
  private final Set<String> queues = ConcurrentHashMap.newKeySet();

  void learn(String queue, boolean isDry) {
    if (isDry) {
      queues.add(queue);
    } else {
      queues.remove(queue);
    }
  }

  boolean contains(String queue) {
    return queues.contains(queue);
  }
}
