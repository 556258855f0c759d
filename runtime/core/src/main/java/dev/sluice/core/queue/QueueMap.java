package dev.sluice.core.queue;

import java.util.Map;
import java.util.Set;

/**
 * The queues of a stack by logical name.
 *
 * @param work queue of each logical queue
 * @param deadLetter dead-letter queue of each logical queue
 */
public record QueueMap(Map<String, JobQueue> work, Map<String, JobQueue> deadLetter) {
  public QueueMap {
    work = Map.copyOf(work);
    deadLetter = Map.copyOf(deadLetter);
  }

  public Set<String> names() {
    return work.keySet();
  }

  /**
   * Returns the queue of a logical queue.
   *
   * @throws UnknownQueueException naming those that the stack has
   */
  public JobQueue work(String name) {
    return find(work, name);
  }

  /** Returns the dead-letter queue of a logical queue; throws as {@link #work(String)} does. */
  public JobQueue deadLetter(String name) {
    return find(deadLetter, name);
  }

  private static JobQueue find(Map<String, JobQueue> queues, String name) {
    JobQueue queue = queues.get(name);
    if (queue == null) {
      throw new UnknownQueueException(name, queues.keySet());
    }
    return queue;
  }
}
