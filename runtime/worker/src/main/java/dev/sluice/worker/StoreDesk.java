package dev.sluice.worker;

import dev.sluice.core.job.AttemptDesk;
import dev.sluice.core.store.AttemptStore;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.SharedTransaction;
import java.util.Optional;

/** The store as one attempt of this worker sees it. */
record StoreDesk(AttemptStore store, WorkerOptions options, HeldAttempt attempt) implements AttemptDesk {
  @Override
  public boolean commitTogether(SharedTransaction work) throws Exception {
    return store.commitTogether(options.id(), attempt.token(), attempt.message() != null, work);
  }

  @Override
  public boolean saveCheckpoint(String payload) {
    return store.saveCheckpoint(options.id(), attempt.token(), payload, options.lease());
  }

  @Override
  public Optional<String> checkpoint() {
    return store.checkpoint(attempt.token().key());
  }

  @Override
  public void progress(long done, long total) {
    attempt.progress(new ProgressBoard.Report(attempt.token(), done, total));
  }
}
