package dev.sluice.infra;

import static dev.sluice.infra.Guard.refuseIf;

import dev.sluice.contract.NearestName;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.infra.configuration.WorkerPool;
import dev.sluice.infra.queue.OutboxQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What SQS refuses, and queues that would hold messages for ever. */
final class QueueGuards {
  static final List<Guard> ALL = List.of(
      new Guard("some-queue", QueueGuards::someQueue),
      new Guard("queue-name", QueueGuards::queueName),
      new Guard("queue-is-served", QueueGuards::queueIsServed),
      new Guard("pool-serves-known-queues", QueueGuards::poolServesKnownQueues),
      new Guard("visibility-limit", QueueGuards::visibilityLimit),
      new Guard("retention-limit", QueueGuards::retentionLimit),
      new Guard("retention-covers-retries", QueueGuards::retentionCoversRetries),
      new Guard("dead-letters-outlive-messages", QueueGuards::deadLettersOutliveMessages),
      new Guard("receives-limit", QueueGuards::receivesLimit),
      new Guard("receive-wait-limit", QueueGuards::receiveWaitLimit),
      new Guard("outbox-queue-address", QueueGuards::outboxQueueAddress));

  private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
  private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(14);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final int LONGEST_NAME = 80;
  private static final int MOST_RECEIVES = 1000;

  private QueueGuards() {}

  private static Optional<String> someQueue(StackConfiguration stack) {
    return refuseIf(stack.queues().names().isEmpty(), "there is no queue: name at least one under queues");
  }

  private static Optional<String> queueName(StackConfiguration stack) {
    int room = LONGEST_NAME - (stack.namePrefix() + "--dead-letters.fifo").length();
    return stack.queues().names().stream()
        .filter(name -> !name.matches("[A-Za-z0-9_-]+") || name.length() > room)
        .findFirst()
        .map(name -> "SQS refuses queue " + name + ": use letters, digits, - and _, and at most " + room + " of them");
  }

  private static Optional<String> queueIsServed(StackConfiguration stack) {
    Set<String> unserved = new HashSet<>(stack.queues().names());
    stack.workerPools().forEach(pool -> unserved.removeAll(pool.queues()));
    return refuseIf(!unserved.isEmpty(), "no pool serves %s: add it to a pool's queues, or remove it from queues", unserved);
  }

  private static Optional<String> poolServesKnownQueues(StackConfiguration stack) {
    List<String> known = stack.queues().names();
    for (WorkerPool pool : stack.workerPools()) {
      for (String queue : pool.queues()) {
        if (!known.contains(queue)) {
          return Optional.of("pool " + pool.name() + " serves " + queue + ", which is not among queues"
              + NearestName.of(queue, known).map(name -> "; did you mean " + name + "?").orElse(": add it there"));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> visibilityLimit(StackConfiguration stack) {
    Duration visibility = stack.queues().visibilityTimeout();
    return refuseIf(visibility.compareTo(LONGEST_VISIBILITY) > 0,
        "visibilityTimeout is %s: SQS allows up to 12h, and heartbeats extend it anyway", visibility);
  }

  private static Optional<String> retentionLimit(StackConfiguration stack) {
    for (Duration retention : List.of(stack.queues().retention(), stack.queues().deadLetterRetention())) {
      if (retention.compareTo(SHORTEST_RETENTION) < 0 || retention.compareTo(LONGEST_RETENTION) > 0) {
        return Optional.of("messages cannot be kept for " + Guard.text(retention)
            + ": SQS allows 1m to 14d for messageRetention and deadLetterRetention");
      }
    }
    return Optional.empty();
  }

  /** Every attempt may be received once, wait for its visibility to end, and pause before the next. */
  private static Optional<String> retentionCoversRetries(StackConfiguration stack) {
    double jitter = 1 + stack.decimal(Setting.BACKOFF_JITTER);
    double pause = stack.duration(Setting.BACKOFF_BASE).toMillis();
    double ceiling = stack.duration(Setting.BACKOFF_CEILING).toMillis();
    double horizon = 0;
    for (int attempt = 1; attempt <= stack.integer(Setting.MAX_ATTEMPTS); attempt++) {
      horizon += stack.queues().visibilityTimeout().toMillis() + Math.min(pause, ceiling) * jitter;
      pause *= stack.decimal(Setting.BACKOFF_FACTOR);
    }
    return refuseIf(stack.queues().retention().toMillis() < horizon,
        "messageRetention is %s, but all attempts together may take %s: raise it, or lower maxAttempts or backoffCeiling",
        stack.queues().retention(), Duration.ofMillis((long) horizon));
  }

  private static Optional<String> deadLettersOutliveMessages(StackConfiguration stack) {
    return refuseIf(stack.queues().deadLetterRetention().compareTo(stack.queues().retention()) < 0,
        "deadLetterRetention is shorter than messageRetention, so that a dead letter could vanish before anyone looks:"
            + " raise it to %s",
        stack.queues().retention());
  }

  private static Optional<String> receivesLimit(StackConfiguration stack) {
    int receives = stack.queues().maxReceives();
    return refuseIf(receives < 1 || receives > MOST_RECEIVES, "maxReceives is %d: SQS allows 1 to 1000", receives);
  }

  private static Optional<String> receiveWaitLimit(StackConfiguration stack) {
    Duration wait = stack.duration(Setting.RECEIVE_WAIT);
    return refuseIf(wait.compareTo(SHORTEST_WAIT) < 0 || wait.compareTo(LONGEST_WAIT) > 0,
        "receiveWait is %s: a long poll of SQS lasts up to 20s, and a worker's at least 1s", wait);
  }

  private static Optional<String> outboxQueueAddress(StackConfiguration stack) {
    return SettingText.map(stack.text(Setting.OUTBOX_QUEUE_URLS)).values().stream()
        .filter(url -> OutboxQueue.at(url, stack.region()).isEmpty())
        .findFirst()
        .map(url -> "outboxQueueUrls has \"" + url + "\": give the queue's address, such as"
            + " https://sqs." + stack.region() + ".amazonaws.com/123456789012/mail.fifo");
  }
}
