package dev.sluice.tests.conformance.store;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

class InMemoryRunStoreTest
    implements SubmitConformance, CommitConformance, LeaseConformance, MessageConformance, CancelConformance, HistoryConformance,
    DeadLetterConformance, RedriveConformance,
    OrderingConformance, LimitConformance, FairnessConformance, PriorityConformance {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final RunStore store = new InMemoryRunStore(clock);

  @Override
  public RunStore store() {
    return store;
  }

  @Override
  public void advance(Duration duration) {
    clock.advance(duration);
  }

  @Override
  public void awaitListening(CountDownLatch listening) {
    // its subscribers hear at once
  }
}
