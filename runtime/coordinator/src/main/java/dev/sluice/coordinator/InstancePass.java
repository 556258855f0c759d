package dev.sluice.coordinator;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.scaling.InstanceWatch;
import dev.sluice.core.scaling.WorkerId;
import dev.sluice.core.store.RunStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One look at the instances behind the leases: those of an instance that has stopped are not waited for. While nothing runs nobody is asked.
 *
 * <p>It takes an owner's leases once. One that holds others afterwards lives, whatever the platform says of its instance, or had a claim
 * under way as it ended: its leases run out by themselves, unless it extends them. Several processes may do this at once, each by a pass of
 * its own, which one thread uses.
 */
final class InstancePass {
  /** Those whose leases run out first, and so all that have died: heartbeats keep putting the living behind them. */
  static final int OWNERS = 100;
  /** Owners that are remembered: more than live on at a time although their instances have stopped. */
  static final int REMEMBERED = 1_000;

  private final RunStore store;
  private final InstanceWatch watch;
  private final Runnable recovery;
  private final PlatformListener listener;
  /** Whose leases it has taken, oldest first, and whether it has told that they hold others. */
  private final Map<WorkerId, Boolean> taken = new LinkedHashMap<>();

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
    List<String> owners = store.leaseOwners(OWNERS);
    List<WorkerId> workers = owners.stream().flatMap(owner -> WorkerId.parse(owner).stream()).toList();
    workers.stream().filter(worker -> taken.replace(worker, false, true)).forEach(worker -> listener.instanceLives(worker.toString()));
    List<WorkerId> doubtful = workers.stream().filter(worker -> !taken.containsKey(worker)).toList();
    if (doubtful.isEmpty()) {
      return false;
    }
    Set<String> gone = watch.gone(instancesOf(doubtful));
    List<WorkerId> lost = doubtful.stream().filter(worker -> gone.contains(worker.instance())).toList();
    int leases = lost.isEmpty() ? 0 : store.expireLeases(lost.stream().map(WorkerId::toString).toList());
    if (leases > 0) {
      remember(lost);
      listener.instancesGone(instancesOf(lost), leases);
      recovery.run();
    }
    return leases > 0 && owners.size() == OWNERS;
  }

  private static Set<String> instancesOf(Collection<WorkerId> workers) {
    return workers.stream().map(WorkerId::instance).collect(Collectors.toSet());
  }

  private void remember(List<WorkerId> workers) {
    workers.forEach(worker -> taken.put(worker, false));
    List<WorkerId> oldest = taken.keySet().stream().limit(Math.max(0, taken.size() - REMEMBERED)).toList();
    taken.keySet().removeAll(oldest);
  }
}
