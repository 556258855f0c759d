package dev.sluice.cli.verify.planted;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
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
import java.util.Set;

/**
 * Its commit lacks {@code and state = 'RUNNING'}: an attempt whose lease was taken back commits as long as no other one has
 * begun.
 */
final class StoreWithLateCommits extends ForwardingStore {
  StoreWithLateCommits(RunStore inner, Trail trail) {
    super(inner, trail);
  }

  @Override
  public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    Set<LeaseToken> late = new HashSet<>();
    List<Attempt> rest = new ArrayList<>();
    for (Attempt attempt : attempts) {
      boolean accepted = row(attempt.token())
          .filter(row -> row.state() == OpState.PENDING && row.attempt() == attempt.token().attempt()).isPresent();
      if (accepted && attempt.result() instanceof ExecutionResult.Success success) {
        late.add(attempt.token());
        trail.add(EventType.OP_SUCCEEDED, attempt.token().key(), attempt.token().attempt(), worker,
            EventDetails.committed(success.output()));
      } else {
        rest.add(attempt);
      }
    }
    CommitOutcome outcome = inner.commit(worker, rest, claims, window);
    late.addAll(outcome.committed());
    return new CommitOutcome(late, outcome.fenced(), outcome.next(), outcome.toPublish());
  }
}
