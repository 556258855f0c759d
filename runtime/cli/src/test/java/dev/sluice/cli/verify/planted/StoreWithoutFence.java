package dev.sluice.cli.verify.planted;

import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Its commit lacks {@code and attempt = ? and lease_owner = ?}: who runs is not asked, only that somebody does. */
final class StoreWithoutFence extends ForwardingStore {
  StoreWithoutFence(RunStore inner, Trail trail) {
    super(inner, trail);
  }

  @Override
  public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    Set<LeaseToken> forced = new HashSet<>();
    List<Attempt> own = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Optional<IdempotencyRecord> row = row(attempt.token()).filter(each -> each.state() == OpState.RUNNING);
      if (row.isPresent()) {
        force(worker, attempt, row.get());
        forced.add(attempt.token());
      } else {
        own.add(attempt);
      }
    }
    CommitOutcome outcome = inner.commit(worker, own, claims, window);
    forced.addAll(outcome.committed());
    return new CommitOutcome(forced, outcome.fenced(), outcome.next(), outcome.toPublish());
  }

  /** Commits in the owner's name; the trail says who it was. */
  private void force(String worker, Attempt attempt, IdempotencyRecord row) {
    trail.follow();
    String owner = Objects.requireNonNull(row.leaseOwner());
    Attempt current = new Attempt(
        new LeaseToken(row.key(), row.attempt()), attempt.result(), attempt.retryAfter(), attempt.holdsMessage());
    inner.commit(owner, List.of(current), List.of(), PublishWindow.CLOSED);
    trail.follow(actor -> actor.equals(owner) ? worker : actor);
  }
}
