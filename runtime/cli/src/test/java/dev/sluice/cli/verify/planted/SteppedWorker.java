package dev.sluice.cli.verify.planted;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.Verdict;
import dev.sluice.simulator.history.MessageRecord.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A worker that takes one step of the protocol when it is told to, so that it stalls and dies exactly where a test says. */
final class SteppedWorker {
  static final Duration LEASE = Duration.ofSeconds(10);

  private final String name;
  private final SmallPlatform platform;
  private final Map<Lease, ExecutionResult> held = new LinkedHashMap<>();
  private final Map<IdempotencyKey, Delivery> messages = new HashMap<>();
  private final List<Delivery> toDelete = new ArrayList<>();

  SteppedWorker(String name, SmallPlatform platform) {
    this.name = name;
    this.platform = platform;
  }

  /** Step 3 and 4: receives and claims until the queue has nothing left, and runs what it claimed. */
  void receiveAndRun() throws InterruptedException {
    for (List<Delivery> batch = receive(); !batch.isEmpty(); batch = receive()) {
      List<OpExecutionTask> tasks = batch.stream().map(delivery -> OpExecutionTask.fromJson(delivery.body())).toList();
      ClaimOutcome outcome = platform.store().claim(new Claim(name, "default", batch.size(), LEASE), tasks);
      for (int i = 0; i < tasks.size(); i++) {
        judge(tasks.get(i), batch.get(i), outcome.verdicts().get(i));
      }
      outcome.leases().forEach(this::run);
    }
    delete();
  }

  private List<Delivery> receive() throws InterruptedException {
    return platform.queueOf(name).receive(10, Duration.ZERO);
  }

  private void judge(OpExecutionTask task, Delivery delivery, Verdict verdict) {
    switch (verdict) {
      case CLAIMED -> {
        platform.note(task, Step.CLAIMED, name);
        messages.put(IdempotencyKey.parse(task.idempotencyKey()), delivery);
      }
      case REDUNDANT, DEFERRED -> {
        platform.note(task, verdict == Verdict.REDUNDANT ? Step.REDUNDANT : Step.DEFERRED, name);
        toDelete.add(delivery);
      }
      case BUSY, UNKNOWN -> { }
    }
  }

  private void run(Lease lease) {
    held.put(lease, platform.runner().run(lease, new AttemptSignal()).orElseThrow());
  }

  /** Step 5: commits what it holds of these op executions, and keeps the results, as one does that got no answer. */
  void commit(Set<String> ops) {
    List<Attempt> attempts = new ArrayList<>();
    held.forEach((lease, result) -> {
      if (ops.contains(lease.key().opKey())) {
        attempts.add(new Attempt(lease.token(), result, Optional.empty(), messages.containsKey(lease.key())));
      }
    });
    CommitOutcome outcome = platform.store().commit(name, attempts, List.of(), SmallPlatform.WINDOW);
    // Sets of a store have an order of the day.
    List<LeaseToken> committed = outcome.committed().stream().sorted(Comparator.comparing(LeaseToken::toString)).toList();
    platform.applyEffects(committed);
    platform.publisher().publish(outcome.toPublish());
    committed.forEach(token -> Optional.ofNullable(messages.remove(token.key())).ifPresent(toDelete::add));
  }

  /** Step 6: deletes what a committed row has made redundant. */
  void delete() {
    platform.queueOf(name).delete(List.copyOf(toDelete));
    toDelete.clear();
  }
}
