package dev.sluice.coordinator;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.queue.QueueUnavailableException;
import dev.sluice.core.queue.UnknownQueueException;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetters;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the dead-letter queues say what the rows say: sends a message for each op execution in quarantine, and deletes the messages
 * of those that have left it. The message is noted as sent after the send, so that a crash in between sends it again, under the same
 * deduplication id. Several processes may do this at once. For one thread.
 */
final class DeadLetterPass {
  static final int BATCH = 500;
  /** Each look hides the queue's messages for its time, and alarms count what is visible. */
  static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);
  /** Calls that SQS moved there by itself are found by then. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  /** How long a message is looked for that another process may have deleted. */
  static final Duration PATIENCE = Duration.ofMinutes(15);

  private final RunStore store;
  private final QueueMap queues;
  private final InstantSource clock;
  private final PlatformListener listener;
  private final Faults faults;
  private final Map<String, Instant> lastSweeps = new HashMap<>();
  private final Instant start;

  DeadLetterPass(RunStore store, QueueMap queues, InstantSource clock, PlatformListener listener, Faults faults) {
    this.store = store;
    this.queues = queues;
    this.clock = clock;
    this.listener = listener;
    this.faults = faults;
    this.start = clock.instant();
  }

  /** Looks once; tells whether more messages may be waiting to be sent. */
  boolean run() {
    List<DeadLetter> unsent = store.deadLetters().unsent(BATCH);
    Map<String, List<DeadLetter>> byQueue = unsent.stream().collect(Collectors.groupingBy(DeadLetter::queue));
    List<QueueUnavailableException> failures = new ArrayList<>();
    byQueue.forEach((queue, letters) -> attempt(() -> send(queue, letters), failures));
    toSweep().forEach(queue -> attempt(() -> sweep(queue), failures));
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    return byQueue.values().stream().anyMatch(letters -> letters.size() == BATCH);
  }

  /** Does something with a queue; the others need not wait for one that does not answer. */
  private static void attempt(Runnable step, List<QueueUnavailableException> failures) {
    try {
      step.run();
    } catch (QueueUnavailableException e) {
      failures.add(e);
    }
  }

  private void send(String queue, List<DeadLetter> letters) {
    Set<LeaseToken> sent = letters.stream().map(DeadLetter::token).collect(Collectors.toCollection(HashSet::new));
    try {
      Map<OutgoingMessage, LeaseToken> messages =
          letters.stream().collect(Collectors.toMap(DeadLetterMessage::of, DeadLetter::token));
      List<OutgoingMessage> refused = queues.deadLetter(queue).send(List.copyOf(messages.keySet()));
      refused.forEach(message -> sent.remove(messages.get(message)));
    } catch (UnknownQueueException e) {
      // The stack has no such queue any more, and so nobody who would watch it: the rows stand all the same.
      listener.troubled("dead letters", e);
    }
    faults.at(FaultPoint.DEAD_LETTERS_SENT);
    store.deadLetters().sent(sent);
    if (sent.size() < letters.size()) {
      listener.troubled("dead letters", new IllegalStateException(
          "the dead-letter queue of " + queue + " refused " + (letters.size() - sent.size()) + " messages"));
    }
  }

  /** Returns the queues whose time for a look has come. */
  private List<String> toSweep() {
    DeadLetters letters = store.deadLetters();
    Set<String> toClear = letters.queuesToClear();
    Instant now = clock.instant();
    for (String queue : toClear) {
      if (!queues.names().contains(queue)) {
        letters.cleared(queue, Set.of(), Duration.ZERO);
      }
    }
    List<String> due = new ArrayList<>();
    for (String queue : queues.names()) {
      Instant last = lastSweeps.get(queue);
      boolean asked = toClear.contains(queue) && (last == null || !last.plus(SHORTEST_PAUSE).isAfter(now));
      if (asked || !(last == null ? start : last).plus(LONGEST_PAUSE).isAfter(now)) {
        lastSweeps.put(queue, now);
        due.add(queue);
      }
    }
    return due;
  }

  private void sweep(String queue) {
    try {
      Set<LeaseToken> deleted = new DeadLetterSweep(store, queue, queues.deadLetter(queue)).run();
      store.deadLetters().cleared(queue, deleted, PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what was received comes back after its visibility timeout
    }
  }
}
