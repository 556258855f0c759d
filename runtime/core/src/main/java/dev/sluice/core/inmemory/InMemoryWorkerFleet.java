package dev.sluice.core.inmemory;

import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.InstanceProtection;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool of workers that start and stop the moment they are asked to, the youngest first and none while it is protected. Safe for
 * any thread.
 */
public final class InMemoryWorkerFleet implements WorkerFleet {
  private final WorkerRange range;
  private final InstantSource time;
  private final List<Instance> instances = new ArrayList<>();
  private int desired;

  /** Makes a pool of so many running workers, which may lie outside the range until it is scaled. */
  public InMemoryWorkerFleet(WorkerRange range, int workers) {
    this(range, workers, InstantSource.system());
  }

  /** Makes the same pool, whose protections end by a clock of the caller's. */
  public InMemoryWorkerFleet(WorkerRange range, int workers, InstantSource time) {
    this.range = range;
    this.time = time;
    this.desired = workers;
    settle();
  }

  @Override
  public synchronized FleetSize size() {
    settle();
    return new FleetSize(desired, instances.size());
  }

  @Override
  public synchronized void scaleTo(int workers) {
    desired = range.check(workers);
    settle();
  }

  /** Returns the protection of each worker that runs, the oldest first; each stands for its worker. */
  public synchronized List<InstanceProtection> instances() {
    settle();
    return List.copyOf(instances);
  }

  private void settle() {
    while (instances.size() < desired) {
      instances.add(new Instance());
    }
    Instant now = time.instant();
    for (int i = instances.size() - 1; i >= 0 && instances.size() > desired; i--) {
      if (!now.isBefore(instances.get(i).protectedUntil)) {
        instances.remove(i);
      }
    }
  }

  private final class Instance implements InstanceProtection {
    private Instant protectedUntil = Instant.MIN;

    @Override
    public void protect(Duration length) {
      protectUntil(time.instant().plus(length));
    }

    @Override
    public void unprotect() {
      protectUntil(Instant.MIN);
    }

    private void protectUntil(Instant end) {
      synchronized (InMemoryWorkerFleet.this) {
        protectedUntil = end;
        settle();
      }
    }
  }
}
