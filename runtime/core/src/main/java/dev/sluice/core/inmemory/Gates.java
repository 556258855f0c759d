package dev.sluice.core.inmemory;

import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Map<String, TreeSet<OpRow>> lanes = new HashMap<>();
  /** Who was admitted in each lane and is not terminal. */
  private final Map<String, OpRow> turns = new HashMap<>();
  private final Map<String, Set<OpRow>> holders = new HashMap<>();
  private final Map<String, Instant> nextFree = new HashMap<>();
  /** The rank that each tenant's latest op was given. */
  private final Map<Lot, Map<String, Double>> ranks = new HashMap<>();

  /** Makes gates that are all open, for a backlog among these. */
  Gates(Collection<OpRow> ops) {
    this.ops = ops;
  }

  /** Gives an op execution its place in its lane, that of its submission, also when it comes back. */
  void enter(OpRow op) {
    if (op.plan.orderingKey() != null && !op.state.isTerminal()) {
      lanes.computeIfAbsent(op.plan.orderingKey(), any -> new TreeSet<>(Comparator.comparingLong(row -> row.ordinal))).add(op);
    }
  }

  /** Lets an op execution through whose upstream is done, if nothing else holds it up: tells from when on it may start. */
  Optional<Instant> admit(OpRow op, Instant now) {
    if (op.state != OpState.WAITING || !op.isReleased() || !takesTurn(op)) {
      return Optional.empty();
    }
    Limits.Share share = op.plan.limits().share();
    if (share != null) {
      op.rank = rank(op, share);
    }
    return Optional.of(permit(op, now));
  }

  private boolean takesTurn(OpRow op) {
    String lane = op.plan.orderingKey();
    if (lane == null) {
      return true;
    }
    if (Objects.requireNonNull(lanes.get(lane)).first() != op || turns.containsKey(lane)) {
      return false;
    }
    turns.put(lane, op);
    return true;
  }

  /** Tells whether it holds a slot of its concurrency key, needs none, or would get one. */
  boolean hasSlot(OpRow op) {
    Limits.Concurrency concurrency = op.plan.limits().concurrency();
    if (concurrency == null) {
      return true;
    }
    Set<OpRow> held = holders.getOrDefault(concurrency.key(), Set.of());
    return held.contains(op) || held.size() < concurrency.limit();
  }

  /** Takes a slot of its concurrency key, to be held until it is terminal; false if there is none. */
  boolean takesSlot(OpRow op) {
    Limits.Concurrency concurrency = op.plan.limits().concurrency();
    if (concurrency == null) {
      return true;
    }
    boolean has = hasSlot(op);
    if (has) {
      holders.computeIfAbsent(concurrency.key(), any -> new HashSet<>()).add(op);
    }
    return has;
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

  /** Gives back what a terminal op execution holds; returns who may be let through in its lane now. */
  Optional<OpRow> leave(OpRow op) {
    Limits.Concurrency concurrency = op.plan.limits().concurrency();
    if (concurrency != null) {
      holders.computeIfPresent(concurrency.key(), (key, held) -> held.remove(op) && held.isEmpty() ? null : held);
    }
    String key = op.plan.orderingKey();
    TreeSet<OpRow> lane = key == null ? null : lanes.get(key);
    if (lane == null) {
      return Optional.empty();
    }
    lane.remove(op);
    turns.remove(key, op);
    if (lane.isEmpty()) {
      lanes.remove(key);
      return Optional.empty();
    }
    return Optional.of(lane.first());
  }
}
