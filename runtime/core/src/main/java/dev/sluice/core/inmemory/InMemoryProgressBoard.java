package dev.sluice.core.inmemory;

import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.ProgressBoard;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** What ops of a store in memory say of their progress: kept in their rows, under the store's lock. */
final class InMemoryProgressBoard implements ProgressBoard {
  private final InMemoryRunStore store;
  private final InstantSource clock;

  InMemoryProgressBoard(InMemoryRunStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void report(String worker, Collection<Report> reports) {
    synchronized (store) {
      reports.forEach(report -> store.row(report.attempt().key()).filter(op -> op.isHeldUnder(worker, report.attempt())).ifPresent(op ->
          op.progress = new OpProgress(op.key, op.attempt, report.done(), report.total(), clock.instant())));
    }
  }

  @Override
  public List<OpProgress> of(RunId runId) {
    synchronized (store) {
      return store.ops(runId).stream().map(IdempotencyRecord::key)
          .<OpProgress>mapMulti((key, found) -> store.row(key).map(op -> op.progress).filter(Objects::nonNull).ifPresent(found))
          .toList();
    }
  }
}
