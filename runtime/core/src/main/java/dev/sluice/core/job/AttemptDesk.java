package dev.sluice.core.job;

import dev.sluice.core.store.AttemptStore;
import dev.sluice.core.store.SharedTransaction;
import java.util.Optional;

/** The {@link AttemptStore} as one attempt sees it: its lease is filled in. Safe for any thread of the attempt. */
public interface AttemptDesk {
  /** For attempts that have no store: whatever needs one is refused. */
  AttemptDesk NONE = new AttemptDesk() {
    @Override
    public boolean commitTogether(SharedTransaction work) {
      throw new IllegalStateException("a transactional op needs a store: run it through a worker");
    }

    @Override
    public boolean saveCheckpoint(String payload) {
      throw new IllegalStateException("a checkpoint needs a store: run the op through a worker");
    }

    @Override
    public Optional<String> checkpoint() {
      return Optional.empty();
    }

    @Override
    public void progress(long done, long total) {
      // nobody looks
    }
  };

  /** Commits the work's own SQL together with its result; see {@link AttemptStore#commitTogether}. */
  boolean commitTogether(SharedTransaction work) throws Exception;

  /** Keeps a checkpoint; returns false if the attempt is no longer the current one. */
  boolean saveCheckpoint(String payload);

  /** Returns the last checkpoint that an attempt at this op execution has kept. */
  Optional<String> checkpoint();

  /** Takes note of how far the attempt is; never blocks. */
  void progress(long done, long total);
}
