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

  Backlog(Collection<OpRow> ops) {
    this.ops = ops;
  }

  Stream<OpRow> of(String queue) {
    return ops.stream().filter(op -> op.ready && op.plan.queue().equals(queue)).sorted(OpRow.BEST_FIRST);
  }

  /** Chooses what a claim takes: the share that goes by age, then the best. */
  List<OpRow> choose(Claim claim) {
    List<OpRow> chosen = new ArrayList<>(claim.aged() == 0 ? List.of() : aged(claim.queue(), claim.aged()));
    of(claim.queue()).filter(op -> !chosen.contains(op)).limit(claim.slots() - chosen.size()).toList().forEach(chosen::add);
    return chosen;
  }

  /** Chooses what is published next, as far as the window has room. */
  List<OpRow> toPublish(String queue, PublishWindow window, Instant now) {
    Instant forgotten = now.minus(window.forgetAfter());
    long outstanding = ops.stream()
        .filter(op -> op.plan.queue().equals(queue) && op.publishedAt != null && op.publishedAt.isAfter(forgotten))
        .count();
    return of(queue)
        .filter(op -> op.publishedAt == null || !op.publishedAt.isAfter(forgotten))
        .limit(Math.max(0, window.size() - outstanding))
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
