package dev.sluice.tests.conformance.queue;

import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A process of its own, which finds credentials where every AWS program does, and asks for a queue's depth until it is told. */
public final class MeasureUntilAnswered {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_TRIES = 200;

  private MeasureUntilAnswered() {}

  /** Takes the queue's address. */
  public static void main(String[] arguments) {
    try (SqsQueues queues = SqsQueues.open(SqsClient.builder(), Map.of("jobs", arguments[0]), Map.of())) {
      for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
        try {
          System.out.println(queues.queues().work("jobs").depth().visible() + " messages");
          return;
        } catch (QueueUnavailableException e) {
          System.out.println(e.getMessage());
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
      System.exit(1);
    }
  }
}
