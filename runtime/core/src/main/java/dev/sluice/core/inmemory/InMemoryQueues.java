package dev.sluice.core.inmemory;

import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.QueueMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Makes the queues of a stack in memory: for each logical queue a FIFO queue and its dead-letter queue. */
public final class InMemoryQueues {
  private InMemoryQueues() {}

  /**
   * Makes queues that share a clock.
   *
   * @param names logical queues
   * @param visibilityTimeout how long a received message stays hidden
   * @param maxReceives receives of a message before it moves to the dead-letter queue
   */
  public static QueueMap open(Set<String> names, InstantSource time, Duration visibilityTimeout, int maxReceives) {
    Map<String, JobQueue> work = new LinkedHashMap<>();
    Map<String, JobQueue> deadLetter = new LinkedHashMap<>();
    for (String name : names) {
      InMemoryJobQueue dead = new InMemoryJobQueue(time, visibilityTimeout);
      deadLetter.put(name, dead);
      work.put(name, new InMemoryJobQueue(time, visibilityTimeout, maxReceives, dead));
    }
    return new QueueMap(work, deadLetter);
  }
}
