package dev.sluice.core.inmemory;

import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ready op executions among all, in the order in which they are served. Guarded by the store's lock. */
final class Backlog {
  private final Collection<OpRow> ops;
  private final Gates gates;

  Backlog(Collection<OpRow> ops, Gates gates) {
    this.ops = ops;
    this.gates = gates;
  }

  Stream<OpRow> of(String queue) {
    return ops.stream().filter(op -> op.ready && op.plan.queue().equals(queue)).sorted(OpRow.BEST_FIRST);
  }

  /** Chooses what a claim takes: the share that goes by age, then the best. Each takes the slot of its concurrency key. */
  List<OpRow> choose(Claim claim) {
    List<OpRow> chosen = new ArrayList<>();
    if (claim.aged() > 0) {
      add(chosen, aged(claim.queue(), claim.aged()), claim.aged());
    }
    add(chosen, of(claim.queue()).toList(), claim.slots());
    return chosen;
  }

  private void add(List<OpRow> chosen, List<OpRow> best, int most) {
    for (OpRow op : best) {
      if (chosen.size() < most && !chosen.contains(op) && gates.takesSlot(op)) {
        chosen.add(op);
      }
    }
  }

  /** Chooses what is published next, as far as the window has room. */
  List<OpRow> toPublish(String queue, PublishWindow window, Instant now) {
    Instant forgotten = now.minus(window.forgetAfter());
    long outstanding = ops.stream()
        .filter(op -> op.plan.queue().equals(queue) && op.publishedAt != null && op.publishedAt.isAfter(forgotten))
        .count();
    long room = window.size() - outstanding;
    return of(queue)
        .filter(op -> gates.hasSlot(op) && (op.publishedAt == null || !op.publishedAt.isAfter(forgotten)))
        .limit(room < window.leastTopUp() ? 0 : room)
        .toList();
  }

  /** Takes from the heads of all priority levels by their age. */
  private List<OpRow> aged(String queue, int most) {
    Map<Integer, List<OpRow>> levels = of(queue).collect(Collectors.groupingBy(op -> op.plan.priority()));
    return levels.values().stream()
        .flatMap(level -> level.stream().limit(most))
        .sorted(Comparator.comparingLong(op -> op.ordinal))
        .limit(most)
        .toList();
  }
}
