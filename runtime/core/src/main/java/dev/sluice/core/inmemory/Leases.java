package dev.sluice.core.inmemory;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Claim;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Who holds what. Guarded by the store's lock. */
final class Leases {
  private final List<OpRow> ops;
  private final Backlog backlog;
  private final Progress progress;
  private final InstantSource clock;

  Leases(List<OpRow> ops, Backlog backlog, Progress progress, InstantSource clock) {
    this.ops = ops;
    this.backlog = backlog;
    this.progress = progress;
    this.clock = clock;
  }

  /** Takes the best of the backlog and, where that leaves slots, what others have lost. */
  List<Lease> take(Claim claim) {
    List<OpRow> taken = backlog.choose(claim);
    ops.stream()
        .filter(op -> op.plan.queue().equals(claim.queue()) && op.hasLostItsLease(clock.instant()))
        .filter(op -> op.attempt < op.maxAttempts && !op.run.cancelRequested)
        .limit(claim.slots() - taken.size())
        .forEach(op -> {
          progress.loseLease(op, claim.worker());
          taken.add(op);
        });
    return taken.stream().map(op -> progress.lease(op, claim)).toList();
  }

  List<String> owners(int limit) {
    return held(owner -> true).stream().sorted(Comparator.comparing(op -> op.leaseExpiresAt))
        .map(op -> String.valueOf(op.leaseOwner)).distinct().limit(limit).toList();
  }

  int expire(Collection<String> owners) {
    List<OpRow> held = held(owners::contains);
    held.forEach(op -> op.leaseExpiresAt = clock.instant());
    return held.size();
  }

  private List<OpRow> held(Predicate<String> byWhom) {
    return ops.stream().filter(op -> op.state == OpState.RUNNING && !op.hasLostItsLease(clock.instant()))
        .filter(op -> byWhom.test(String.valueOf(op.leaseOwner))).toList();
  }
}
