package dev.sluice.tests.conformance.store;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;

class InMemoryRunStoreTest extends RunStoreConformance {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final RunStore store = new InMemoryRunStore(clock);

  @Override
  RunStore store() {
    return store;
  }

  @Override
  void advance(Duration duration) {
    clock.advance(duration);
  }
}
