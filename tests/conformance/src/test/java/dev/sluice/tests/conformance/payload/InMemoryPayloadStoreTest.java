package dev.sluice.tests.conformance.payload;

import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.payload.PayloadStore;

final class InMemoryPayloadStoreTest extends PayloadStoreConformance {
  private final PayloadStore store = new InMemoryPayloadStore(clock);

  @Override
  PayloadStore store() {
    return store;
  }
}
