package dev.sluice.autoscaler;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.FleetUnavailableException;
import dev.sluice.core.scaling.ScalingDecision;
import dev.sluice.core.scaling.ScalingPolicy;
import dev.sluice.core.scaling.ScalingState;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the backlog and, for each pool, one decision. Called by one thread at a time; blocks on the network. What cannot be
 * measured or changed is told to the listener and looked at again in the next pass.
 */
final class ScalingPass {
  private static final Logger LOG = LoggerFactory.getLogger(ScalingPass.class);

  private final RunStore store;
  private final List<Pool> pools;
  private final ScalingPolicy policy;
  private final InstantSource time;
  private final PlatformListener listener;
  private final Map<String, Instant> lastChange = new HashMap<>();

  ScalingPass(RunStore store, List<Pool> pools, ScalingPolicy policy, InstantSource time, PlatformListener listener) {
    this.store = store;
    this.pools = List.copyOf(pools);
    this.policy = policy;
    this.time = time;
    this.listener = listener;
  }

  void run() {
    List<QueueBacklog> backlog = backlog();
    for (Pool pool : pools) {
      try {
        scale(pool, backlog);
      } catch (FleetUnavailableException e) {
        listener.troubled("scaling pool " + pool.name(), e);
      }
    }
  }

  private void scale(Pool pool, @Nullable List<QueueBacklog> backlog) {
    FleetSize size = size(pool);
    ScalingState state = new ScalingState(
        time.instant(), backlog == null ? null : ready(pool, backlog), size, lastChange.get(pool.name()));
    ScalingDecision decision = policy.decide(state);
    LOG.debug("pool {}: {} because {}", pool.name(), decision.action(), decision.reason());
    if (size == null || decision.action() == ScalingDecision.Action.HOLD) {
      return;
    }
    pool.fleet().scaleTo(decision.workers());
    lastChange.put(pool.name(), state.now());
    listener.scaled(pool.name(), size.desired(), decision.workers(), decision.reason());
  }

  /** A queue that the store does not mention has no work: the store lists all that have any. */
  private static long ready(Pool pool, List<QueueBacklog> backlog) {
    return backlog.stream().filter(queue -> pool.queues().contains(queue.queue())).mapToLong(QueueBacklog::ready).sum();
  }

  private @Nullable List<QueueBacklog> backlog() {
    try {
      return store.backlog();
    } catch (StoreUnavailableException e) {
      listener.troubled("measuring the backlog", e);
      return null;
    }
  }

  private @Nullable FleetSize size(Pool pool) {
    try {
      return pool.fleet().size();
    } catch (FleetUnavailableException e) {
      listener.troubled("measuring pool " + pool.name(), e);
      return null;
    }
  }
}
