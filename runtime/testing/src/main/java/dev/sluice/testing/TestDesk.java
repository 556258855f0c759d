package dev.sluice.testing;

import dev.sluice.core.job.AttemptDesk;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SharedTransaction;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * The store as one attempt of a test sees it.
 *
 * @param doomed whether its worker dies before anything is committed
 */
record TestDesk(RunStore store, LeaseToken attempt, boolean doomed) implements AttemptDesk {
  @Override
  public boolean commitTogether(SharedTransaction work) throws Exception {
    return store.commitTogether(OneThread.WORKER, attempt, false, doomed ? new RolledBack(work) : work);
  }

  @Override
  public boolean saveCheckpoint(String payload) {
    return store.saveCheckpoint(OneThread.WORKER, attempt, payload, PlatformDefaults.LEASE);
  }

  @Override
  public Optional<String> checkpoint() {
    return store.checkpoint(attempt.key());
  }

  @Override
  public void progress(long done, long total) {
    store.progress().report(OneThread.WORKER, List.of(new ProgressBoard.Report(attempt, done, total)));
  }

  private record RolledBack(SharedTransaction work) implements SharedTransaction {
    @Override
    public Optional<String> run(Connection connection) throws Exception {
      work.run(connection);
      return Optional.empty();
    }

    @Override
    public List<OutboxMessage> outbox() {
      return List.of();
    }
  }
}
