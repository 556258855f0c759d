package dev.sluice.tests.conformance.scaling;

import dev.sluice.core.inmemory.InMemoryWorkerFleet;
import dev.sluice.core.scaling.WorkerFleet;

final class InMemoryWorkerFleetTest extends WorkerFleetConformance {
  @Override
  WorkerFleet open(int workers) {
    return new InMemoryWorkerFleet(RANGE, workers);
  }
}
