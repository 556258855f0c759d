package dev.sluice.cli.verify.planted;

import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Its commit lacks {@code and attempt = ?}: who runs is not asked, only that somebody does. */
final class StoreWithoutFence extends ForwardingStore {
  StoreWithoutFence(RunStore inner, Trail trail) {
    super(inner, trail);
  }

  @Override
  public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    Map<LeaseToken, LeaseToken> given = new HashMap<>();
    List<Attempt> current = attempts.stream().map(attempt -> {
      LeaseToken token = row(attempt.token()).filter(row -> row.state() == OpState.RUNNING)
          .map(row -> new LeaseToken(row.key(), row.attempt())).orElse(attempt.token());
      given.put(token, attempt.token());
      return new Attempt(token, attempt.result(), attempt.retryAfter(), attempt.holdsMessage());
    }).toList();
    CommitOutcome outcome = inner.commit(worker, current, claims, window);
    Set<LeaseToken> committed = new HashSet<>();
    outcome.committed().forEach(token -> committed.add(given.get(token)));
    return new CommitOutcome(committed, outcome.fenced(), outcome.next(), outcome.toPublish());
  }
}
