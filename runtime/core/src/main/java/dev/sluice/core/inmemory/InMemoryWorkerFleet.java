package dev.sluice.core.inmemory;

import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.WorkerFleet;

/** A pool of workers that start and stop the moment they are asked to. Safe for any thread. */
public final class InMemoryWorkerFleet implements WorkerFleet {
  private int workers;

  /** Makes a pool of so many running workers, 0 or more. */
  public InMemoryWorkerFleet(int workers) {
    scaleTo(workers);
  }

  @Override
  public synchronized FleetSize size() {
    return new FleetSize(workers, workers);
  }

  @Override
  public synchronized void scaleTo(int workers) {
    if (workers < 0) {
      throw new IllegalArgumentException("workers must be >= 0, got " + workers);
    }
    this.workers = workers;
  }
}
