package dev.sluice.core.inmemory;

import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;

/** A pool of workers that start and stop the moment they are asked to. Safe for any thread. */
public final class InMemoryWorkerFleet implements WorkerFleet {
  private final WorkerRange range;
  private int workers;

  /** Makes a pool of so many running workers, which may lie outside the range until it is scaled. */
  public InMemoryWorkerFleet(WorkerRange range, int workers) {
    this.range = range;
    this.workers = workers;
  }

  @Override
  public synchronized FleetSize size() {
    return new FleetSize(workers, workers);
  }

  @Override
  public synchronized void scaleTo(int workers) {
    this.workers = range.check(workers);
  }
}
