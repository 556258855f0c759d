package dev.sluice.tests.conformance.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A queue under test and short words for what the tests do with it. */
abstract class QueueFixture {
  /** A queue and the one that its exhausted messages move to. */
  record Queues(JobQueue work, JobQueue deadLetter) {}

  static final Duration NO_WAIT = Duration.ZERO;
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Duration LONG_VISIBILITY = Duration.ofMinutes(5);
  static final Duration SHORT_VISIBILITY = Duration.ofSeconds(1);
  static final int PLENTY = 100;

  /** Makes an empty queue and its empty dead-letter queue. */
  abstract Queues open(Duration visibilityTimeout, int maxReceives);

  JobQueue queue() {
    return open(LONG_VISIBILITY, PLENTY).work();
  }

  static OutgoingMessage message(String body, String group) {
    return new OutgoingMessage(body, group + "/" + body, group);
  }

  static List<Delivery> receiveAll(JobQueue queue, int count) throws InterruptedException {
    List<Delivery> received = new ArrayList<>();
    while (received.size() < count) {
      List<Delivery> batch = queue.receive(10, PATIENCE);
      assertThat(batch).as("messages still missing: %d", count - received.size()).isNotEmpty();
      received.addAll(batch);
    }
    return received;
  }

  static List<String> consumeUntilTheEnd(JobQueue queue, CountDownLatch unconsumed) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    while (true) {
      List<Delivery> batch = queue.receive(1, PATIENCE);
      assertThat(batch).isNotEmpty();
      queue.delete(batch);
      if (batch.get(0).body().equals("end")) {
        return bodies;
      }
      bodies.add(batch.get(0).body());
      unconsumed.countDown();
    }
  }

  interface Waiting<T> {
    T get() throws InterruptedException;
  }

  static <T> CompletableFuture<T> inBackground(Waiting<T> work) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return work.get();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }, task -> new Thread(task).start());
  }
}
