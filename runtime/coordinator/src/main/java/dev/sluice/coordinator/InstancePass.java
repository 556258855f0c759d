package dev.sluice.coordinator;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.scaling.InstanceWatch;
import dev.sluice.core.scaling.WorkerId;
import dev.sluice.core.store.RunStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One look at the instances behind the leases: those of an instance that has stopped are not waited for. While nothing runs nobody is asked.
 * Several processes may do this at once. Safe for any thread.
 */
final class InstancePass {
  /** Those whose leases run out first, and so all that have died: heartbeats keep putting the living behind them. */
  static final int OWNERS = 100;

  private final RunStore store;
  private final InstanceWatch watch;
  private final Runnable recovery;
  private final PlatformListener listener;

  /**
   * Makes a pass.
   *
   * @param recovery called when leases have run out by it
   */
  InstancePass(RunStore store, InstanceWatch watch, Runnable recovery, PlatformListener listener) {
    this.store = store;
    this.watch = watch;
    this.recovery = recovery;
    this.listener = listener;
  }

  /** Looks once; tells whether more owners may be gone than it asked for. */
  boolean run() {
    List<WorkerId> owners = store.leaseOwners(OWNERS).stream().flatMap(owner -> WorkerId.parse(owner).stream()).toList();
    if (owners.isEmpty()) {
      return false;
    }
    Set<String> gone = watch.gone(owners.stream().map(WorkerId::instance).collect(Collectors.toSet()));
    List<String> lost = owners.stream().filter(owner -> gone.contains(owner.instance())).map(WorkerId::toString).toList();
    int leases = lost.isEmpty() ? 0 : store.expireLeases(lost);
    if (leases > 0) {
      listener.instancesGone(gone, leases);
      recovery.run();
    }
    return leases > 0 && owners.size() == OWNERS;
  }
}
