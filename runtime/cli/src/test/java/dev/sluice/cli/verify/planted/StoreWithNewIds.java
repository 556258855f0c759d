package dev.sluice.cli.verify.planted;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Names what it publishes again by a new id, and makes a row for any id when its message is first seen. */
final class StoreWithNewIds extends ForgingStore {
  private static final long MARK = 0x0FFF_0000_0000_0000L;

  StoreWithNewIds(RunStore inner, Trail trail) {
    super(inner, trail);
  }

  @Override
  public List<OpExecutionTask> publish(String queue, PublishWindow window) {
    return inner.publish(queue, window).stream().map(task -> task.publishSequence() == 1 ? task : renamed(task)).toList();
  }

  private static OpExecutionTask renamed(OpExecutionTask task) {
    String run = new RunId(marked(RunId.parse(task.runId()).value(), MARK)).toString();
    return new OpExecutionTask(task.schemaVersion(), run + "/" + task.opKey(), run, task.opKey(), task.jobName(), task.jobVersion(),
        task.queue(), task.priority(), task.publishSequence(), task.traceContext());
  }

  private static UUID marked(UUID id, long mark) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ mark);
  }

  @Override
  Optional<Lease> forge(OpExecutionTask message, Verdict verdict) {
    if (verdict != Verdict.UNKNOWN) {
      return Optional.empty();
    }
    IdempotencyKey key = IdempotencyKey.parse(message.idempotencyKey());
    Lease before = known.get(new IdempotencyKey(new RunId(marked(key.runId().value(), MARK)), key.opKey()));
    return Optional.ofNullable(before).map(lease -> leaseOf(lease, new LeaseToken(key, 1)));
  }
}
