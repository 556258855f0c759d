package dev.sluice.tests.conformance.queue;

import dev.sluice.core.inmemory.InMemoryJobQueue;
import java.time.Duration;
import java.time.InstantSource;

final class InMemoryJobQueueTest extends JobQueueConformance {
  @Override
  Queues open(Duration visibilityTimeout, int maxReceives) {
    InMemoryJobQueue deadLetter = new InMemoryJobQueue(InstantSource.system(), visibilityTimeout);
    return new Queues(new InMemoryJobQueue(InstantSource.system(), visibilityTimeout, maxReceives, deadLetter), deadLetter);
  }
}
