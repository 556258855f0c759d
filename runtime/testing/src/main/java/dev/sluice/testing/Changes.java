package dev.sluice.testing;

import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows what time will bring to the runs of a store. */
final class Changes {
  private final RunStore store;

  Changes(RunStore store) {
    this.store = store;
  }

  /**
   * Returns when the next op comes due or the next lease runs out; empty if neither will happen.
   *
   * @param held attempts whose leases are kept alive
   */
  Optional<Instant> next(Collection<LeaseToken> held) {
    List<Instant> times = new ArrayList<>();
    for (Run run : runs(store)) {
      if (!run.status().isTerminal()) {
        store.ops(run.id()).stream().map(op -> next(op, held)).flatMap(Optional::stream).forEach(times::add);
      }
    }
    return times.stream().min(Comparator.naturalOrder());
  }

  private static Optional<Instant> next(IdempotencyRecord op, Collection<LeaseToken> held) {
    @Nullable Instant at = switch (op.state()) {
      case WAITING, PENDING -> op.notBefore();
      case RUNNING -> held.contains(new LeaseToken(op.key(), op.attempt())) ? null : op.leaseExpiresAt();
      case SUCCEEDED, FAILED, CANCELED, SKIPPED -> null;
    };
    return Optional.ofNullable(at);
  }

  /** Returns every run of the store, the newest first. */
  static List<Run> runs(RunStore store) {
    List<Run> runs = new ArrayList<>();
    Optional<RunId> before = Optional.empty();
    List<Run> page;
    do {
      page = store.runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
      runs.addAll(page);
      before = page.isEmpty() ? before : Optional.of(page.get(page.size() - 1).id());
    } while (page.size() == RunFilter.MAX_LIMIT);
    return runs;
  }
}
