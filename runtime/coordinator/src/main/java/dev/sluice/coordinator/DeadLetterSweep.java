package dev.sluice.coordinator;

import dev.sluice.contract.MalformedTaskException;
import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One look through a dead-letter queue. What the rows do not need there any more is deleted: letters of op executions that were
 * redriven or dropped, and calls that SQS moved there after too many receives and whose op execution is leased, terminal, published
 * again, or, by this very look, free to be published again. All else is shown again at once.
 *
 * <p>For one thread; blocks on the network, never to wait for a message: a queue that hides one answers as if it were empty, and the
 * next look finds it.
 */
final class DeadLetterSweep {
  /** Messages that one look may hide for its time. */
  static final int MOST_MESSAGES = 10_000;
  private static final int BATCH = 10;
  /** Claims nothing: it only has messages judged. */
  private static final String JUDGE = "dead-letter-sweep";

  private final RunStore store;
  private final String name;
  private final JobQueue queue;
  private final Set<LeaseToken> deleted = new HashSet<>();
  private final Map<String, Delivery> kept = new LinkedHashMap<>();

  DeadLetterSweep(RunStore store, String name, JobQueue queue) {
    this.store = store;
    this.name = name;
    this.queue = queue;
  }

  /** Looks once, and returns the dead letters whose messages it deleted. */
  Set<LeaseToken> run() throws InterruptedException {
    List<Delivery> batch = queue.receive(BATCH, Duration.ZERO);
    while (!batch.isEmpty() && kept.size() < MOST_MESSAGES) {
      boolean cameBack = batch.stream().anyMatch(delivery -> kept.containsKey(delivery.messageId()));
      judge(batch);
      batch = cameBack ? List.of() : queue.receive(BATCH, Duration.ZERO);
    }
    batch.forEach(delivery -> kept.put(delivery.messageId(), delivery));
    queue.extendVisibility(kept.values(), Duration.ZERO);
    return deleted;
  }

  private void judge(List<Delivery> batch) {
    Map<LeaseToken, List<Delivery>> letters = new LinkedHashMap<>();
    List<OpExecutionTask> tasks = new ArrayList<>();
    List<Delivery> calls = new ArrayList<>();
    batch.forEach(delivery -> {
      kept.put(delivery.messageId(), delivery);
      Optional<LeaseToken> letter = DeadLetterMessage.read(delivery.body());
      letter.ifPresent(token -> letters.computeIfAbsent(token, any -> new ArrayList<>(1)).add(delivery));
      task(delivery.body()).ifPresent(task -> {
        tasks.add(task);
        calls.add(delivery);
      });
    });
    List<Delivery> needless = new ArrayList<>();
    Set<LeaseToken> needed = store.deadLetters().quarantined(letters.keySet());
    letters.forEach((token, deliveries) -> {
      if (!needed.contains(token)) {
        needless.addAll(deliveries);
      }
    });
    List<Verdict> verdicts = tasks.isEmpty() ? List.of() : store.claim(new Claim(JUDGE, name, 0, Duration.ofSeconds(1)), tasks).verdicts();
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i) == Verdict.REDUNDANT || verdicts.get(i) == Verdict.DEFERRED) {
        needless.add(calls.get(i));
      }
    }
    if (!needless.isEmpty()) {
      queue.delete(needless);
      needless.forEach(delivery -> kept.remove(delivery.messageId()));
      letters.keySet().stream().filter(token -> !needed.contains(token)).forEach(deleted::add);
    }
  }

  private static Optional<OpExecutionTask> task(String body) {
    try {
      return Optional.of(OpExecutionTask.fromJson(body));
    } catch (MalformedTaskException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
