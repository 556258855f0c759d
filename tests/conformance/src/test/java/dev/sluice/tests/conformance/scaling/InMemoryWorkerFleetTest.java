package dev.sluice.tests.conformance.scaling;

import dev.sluice.core.inmemory.InMemoryWorkerFleet;
import dev.sluice.core.scaling.InstanceProtection;
import dev.sluice.core.scaling.WorkerFleet;
import java.util.List;

final class InMemoryWorkerFleetTest extends WorkerFleetConformance {
  @Override
  WorkerFleet open(int workers) {
    return new InMemoryWorkerFleet(RANGE, workers);
  }

  @Override
  List<InstanceProtection> instances(WorkerFleet fleet) {
    return ((InMemoryWorkerFleet) fleet).instances();
  }
}
