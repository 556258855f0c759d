package dev.sluice.core.inmemory;

import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What op executions wait for besides their upstream: lanes, concurrency keys, rate limits, tenants. Guarded by the store's lock. */
final class Gates {
  private record Lot(String queue, int priority) {}

  private final Collection<OpRow> ops;
  /** Op executions of each ordering key that are not terminal, in submission order. */
  private final Map<String, Deque<OpRow>> lanes = new HashMap<>();
  private final Map<String, Set<OpRow>> holders = new HashMap<>();
  /** Those that wait for a concurrency key alone, best first. */
  private final Map<String, TreeSet<OpRow>> parked = new HashMap<>();
  private final Map<String, Instant> nextFree = new HashMap<>();
  /** The rank that each tenant's latest op was given. */
  private final Map<Lot, Map<String, Double>> ranks = new HashMap<>();

  /** Makes gates that are all open, for a backlog among these. */
  Gates(Collection<OpRow> ops) {
    this.ops = ops;
  }

  /** Queues an op execution up in its lane; called in submission order. */
  void enter(OpRow op) {
    if (op.plan.orderingKey() != null) {
      lanes.computeIfAbsent(op.plan.orderingKey(), any -> new ArrayDeque<>()).add(op);
    }
  }

  /** Lets an op execution through whose upstream is done, if nothing else holds it up: tells from when on it may start. */
  Optional<Instant> admit(OpRow op, Instant now) {
    if (op.state != OpState.WAITING || !op.areUpstreamDone() || !isAtItsTurn(op) || !takesSlot(op)) {
      return Optional.empty();
    }
    Limits.Share share = op.plan.limits().share();
    if (share != null) {
      op.rank = rank(op, share);
    }
    return Optional.of(permit(op, now));
  }

  private boolean isAtItsTurn(OpRow op) {
    return op.plan.orderingKey() == null || Objects.requireNonNull(lanes.get(op.plan.orderingKey())).peek() == op;
  }

  private boolean takesSlot(OpRow op) {
    Limits.Concurrency concurrency = op.plan.limits().concurrency();
    if (concurrency == null) {
      return true;
    }
    Set<OpRow> held = holders.computeIfAbsent(concurrency.key(), any -> new HashSet<>());
    Set<OpRow> waiting = parked.computeIfAbsent(concurrency.key(), any -> new TreeSet<>(OpRow.BEST_FIRST));
    if (held.size() >= concurrency.limit()) {
      waiting.add(op);
      return false;
    }
    waiting.remove(op);
    return held.add(op);
  }

  /** Takes the next permit of the op's rate limit, and tells from when on it holds; at once if there is no limit. */
  Instant permit(OpRow op, Instant now) {
    Limits.Rate rate = op.plan.limits().rate();
    if (rate == null) {
      return now;
    }
    Instant free = nextFree.getOrDefault(rate.key(), now);
    Instant start = free.isAfter(now) ? free : now;
    nextFree.put(rate.key(), start.plus(rate.spacing()));
    return start;
  }

  /** Start-time fair queueing: behind the head of the backlog, and behind the tenant's own latest, by what its weight allows. */
  private double rank(OpRow op, Limits.Share share) {
    Lot lot = new Lot(op.plan.queue(), op.plan.priority());
    Map<String, Double> given = ranks.computeIfAbsent(lot, any -> new HashMap<>());
    double head = ops.stream()
        .filter(any -> any.ready && any.plan.queue().equals(lot.queue()) && any.plan.priority() == lot.priority())
        .min(OpRow.BEST_FIRST)
        .map(any -> any.rank)
        .orElseGet(() -> given.values().stream().max(Comparator.naturalOrder()).orElse(0.0));
    double rank = Math.max(head, given.getOrDefault(share.tenant(), 0.0)) + 1 / share.weight();
    given.put(share.tenant(), rank);
    return rank;
  }

  /** Gives back what a terminal op execution holds; returns those that may be let through now. */
  List<OpRow> leave(OpRow op) {
    List<OpRow> next = new ArrayList<>();
    String key = op.plan.orderingKey();
    if (key != null) {
      Deque<OpRow> lane = Objects.requireNonNull(lanes.get(key));
      lane.remove(op);
      if (lane.isEmpty()) {
        lanes.remove(key);
      } else {
        next.add(lane.peek());
      }
    }
    Limits.Concurrency concurrency = op.plan.limits().concurrency();
    if (concurrency != null) {
      TreeSet<OpRow> waiting = parked.getOrDefault(concurrency.key(), new TreeSet<>(OpRow.BEST_FIRST));
      waiting.remove(op);
      if (holders.getOrDefault(concurrency.key(), Set.of()).remove(op) && !waiting.isEmpty()) {
        next.add(waiting.first());
      }
    }
    return next;
  }
}
