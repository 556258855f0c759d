package dev.sluice.cli.verify.planted;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Verdict;
import java.util.Optional;

/** Runs whatever message it is shown, even if the row has a result. */
final class StoreWithoutDeduplication extends ForgingStore {
  StoreWithoutDeduplication(RunStore inner, Trail trail) {
    super(inner, trail);
  }

  @Override
  Optional<Lease> forge(OpExecutionTask message, Verdict verdict) {
    Lease before = known.get(IdempotencyKey.parse(message.idempotencyKey()));
    if (before == null || verdict != Verdict.REDUNDANT) {
      return Optional.empty();
    }
    return row(before.token()).filter(row -> row.state() == OpState.SUCCEEDED)
        .map(row -> leaseOf(before, new LeaseToken(before.key(), before.attempt() + 1)));
  }
}
