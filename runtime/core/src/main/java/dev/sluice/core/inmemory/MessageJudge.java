package dev.sluice.core.inmemory;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what a worker does with the messages that made it claim. */
final class MessageJudge {
  private MessageJudge() {}

  static List<Verdict> judge(List<OpExecutionTask> messages, List<Lease> leases, Function<IdempotencyKey, Optional<OpRow>> rows,
      EventLog events, String worker) {
    Set<IdempotencyKey> claimed = leases.stream().map(Lease::key).collect(Collectors.toSet());
    return messages.stream().map(message -> judge(message, claimed, rows, events, worker)).toList();
  }

  private static Verdict judge(OpExecutionTask message, Set<IdempotencyKey> claimed,
      Function<IdempotencyKey, Optional<OpRow>> rows, EventLog events, String worker) {
    IdempotencyKey key;
    try {
      key = IdempotencyKey.parse(message.idempotencyKey());
    } catch (IllegalArgumentException e) {
      return Verdict.UNKNOWN;
    }
    OpRow op = rows.apply(key).orElse(null);
    if (op == null) {
      return Verdict.UNKNOWN;
    }
    Verdict verdict = Verdict.of(message.publishSequence(), op.publishSequence, op.state, claimed.contains(key));
    if (message.publishSequence() == op.publishSequence) {
      op.publishedAt = null;
    }
    if (verdict == Verdict.REDUNDANT) {
      events.add(EventType.DUPLICATE_SUPPRESSED, op, worker, null);
    }
    return verdict;
  }
}
