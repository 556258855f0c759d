package dev.sluice.worker;

import dev.sluice.contract.MalformedTaskException;
import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads messages, has the store judge them, and does with each what its verdict says. Safe for any thread. */
final class Intake {
  private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(2);
  private static final Duration LAST_LOOK_AGAIN = Duration.ofMillis(128);

  private final RunStore store;
  private final WorkerOptions options;
  private final Quarantine quarantine;
  private final Settler settler;
  private final PlatformListener listener;
  private final Pause pause;

  /** What became of messages: the attempts that they led to, and those to ask about again. */
  record Judged(List<HeldAttempt> attempts, List<HeldMessage> busy) {}

  /** Asks about messages and returns those to ask about again. */
  @FunctionalInterface
  interface Look {
    List<HeldMessage> at(List<HeldMessage> messages) throws InterruptedException;
  }

  Intake(WorkerParts parts, WorkerOptions options, Settler settler) {
    this.store = parts.store();
    this.options = options;
    this.quarantine = new Quarantine(parts.queues(), parts.listener());
    this.settler = settler;
    this.listener = parts.listener();
    this.pause = parts.pause();
  }

  /** Returns the messages that are ours; the others are quarantined. */
  List<HeldMessage> read(String queue, List<Delivery> deliveries) {
    List<HeldMessage> messages = new ArrayList<>(deliveries.size());
    for (Delivery delivery : deliveries) {
      try {
        messages.add(new HeldMessage(queue, delivery, task(queue, delivery.body())));
      } catch (MalformedTaskException | IllegalArgumentException e) {
        quarantine(queue, delivery, String.valueOf(e.getMessage()));
      }
    }
    return messages;
  }

  private static OpExecutionTask task(String queue, String body) {
    OpExecutionTask task = OpExecutionTask.fromJson(body);
    IdempotencyKey.parse(task.idempotencyKey());
    if (!task.queue().equals(queue)) {
      throw new IllegalArgumentException("it is meant for queue \"" + task.queue() + "\" and came over \"" + queue + "\"");
    }
    return task;
  }

  private void quarantine(String queue, Delivery delivery, String reason) {
    try {
      quarantine.take(queue, delivery, reason);
    } catch (RuntimeException e) {
      // The message comes back after its visibility timeout and is tried again.
      listener.troubled("quarantine", e);
    }
  }

  /**
   * Claims as many op executions as there are slots, and judges the messages.
   *
   * @param messages of that queue
   * @param reconnect of the calling thread, which waits as long as the store does not answer
   * @return with messages whose row was locked at this moment: {@link #lookAgain} wants them
   */
  Judged claim(String queue, int slots, List<HeldMessage> messages, Reconnect reconnect) throws InterruptedException {
    List<OpExecutionTask> tasks = messages.stream().map(HeldMessage::task).toList();
    return judge(queue, messages, reconnect.untilItAnswers("claim", () -> store.claim(options.claim(queue, slots), tasks)));
  }

  /** Claims without a message; nothing if the store does not answer, which the next claim tells of. */
  List<HeldAttempt> claimIfReachable(String queue, int slots) {
    try {
      return judge(queue, List.of(), store.claim(options.claim(queue, slots), List.of())).attempts();
    } catch (StoreUnavailableException e) {
      return List.of();
    } catch (RuntimeException e) {
      listener.troubled("claim", e);
      return List.of();
    }
  }

  /**
   * Looks again at messages whose rows were locked the last time, by a commit or a claim that was under way. Left alone they would come back
   * only after their visibility timeout, and take a place in their queue's window until then. Blocks for a few such transactions at
   * the most.
   */
  void lookAgain(List<HeldMessage> busy, Look look) throws InterruptedException {
    List<HeldMessage> left = busy;
    for (Duration wait = FIRST_LOOK_AGAIN; !left.isEmpty() && wait.compareTo(LAST_LOOK_AGAIN) <= 0; wait = wait.multipliedBy(2)) {
      pause.pause(wait);
      left = look.at(left);
    }
  }

  /**
   * Lets go of messages whose attempt is no longer this worker's: the rows decide whether they are still needed. Where the store
   * does not answer they come back by themselves.
   */
  void giveUp(List<HeldMessage> messages) {
    messages.stream().collect(Collectors.groupingBy(HeldMessage::queue)).forEach((queue, ofQueue) -> {
      try {
        lookAgain(judgeOnly(queue, ofQueue), busy -> judgeOnly(queue, busy));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // what is left comes back after its visibility timeout
      } catch (RuntimeException e) {
        listener.troubled("claim", e);
      }
    });
  }

  private List<HeldMessage> judgeOnly(String queue, List<HeldMessage> messages) {
    return judge(queue, messages, store.claim(options.claim(queue, 0), messages.stream().map(HeldMessage::task).toList())).busy();
  }

  private Judged judge(String queue, List<HeldMessage> messages, ClaimOutcome outcome) {
    Map<String, HeldMessage> claimed = new HashMap<>();
    List<HeldMessage> redundant = new ArrayList<>();
    List<HeldMessage> busy = new ArrayList<>();
    int duplicates = 0;
    for (int i = 0; i < messages.size(); i++) {
      HeldMessage message = messages.get(i);
      switch (outcome.verdicts().get(i)) {
        case CLAIMED -> {
          HeldMessage twin = claimed.put(message.task().idempotencyKey(), message);
          if (twin != null) {
            redundant.add(twin);
            duplicates++;
          }
        }
        case REDUNDANT -> {
          redundant.add(message);
          duplicates++;
        }
        case DEFERRED -> redundant.add(message);
        case BUSY -> busy.add(message);
        case UNKNOWN -> quarantine(queue, message.delivery(), "no op execution " + message.task().idempotencyKey() + " is known");
      }
    }
    if (duplicates > 0) {
      listener.duplicatesSuppressed(queue, duplicates);
    }
    settler.delete(redundant);
    List<HeldAttempt> attempts = new ArrayList<>(outcome.leases().size());
    for (Lease lease : outcome.leases()) {
      attempts.add(new HeldAttempt(lease, claimed.get(lease.key().toString())));
    }
    return new Judged(attempts, busy);
  }
}
