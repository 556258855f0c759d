package dev.sluice.cli.verify.planted;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives leases that no row stands behind, for messages that a bug lets through, and takes their results. */
abstract class ForgingStore extends ForwardingStore {
  /** The latest real lease of each op execution: it tells what an attempt needs to know. */
  final Map<IdempotencyKey, Lease> known = new HashMap<>();
  private final Set<LeaseToken> forged = new HashSet<>();

  ForgingStore(RunStore inner, Trail trail) {
    super(inner, trail);
  }

  /** Returns the lease that the bug gives for a message, if it does. */
  abstract Optional<Lease> forge(OpExecutionTask message, Verdict verdict);

  @Override
  public final ClaimOutcome claim(Claim claim, List<OpExecutionTask> messages) {
    ClaimOutcome outcome = inner.claim(claim, messages);
    outcome.leases().forEach(lease -> known.put(lease.key(), lease));
    List<Lease> leases = new ArrayList<>(outcome.leases());
    List<Verdict> verdicts = new ArrayList<>(outcome.verdicts());
    for (int i = 0; i < messages.size(); i++) {
      Optional<Lease> lease = forge(messages.get(i), verdicts.get(i));
      if (lease.isPresent() && forged.add(lease.get().token())) {
        leases.add(lease.get());
        verdicts.set(i, Verdict.CLAIMED);
        trail.add(EventType.OP_LEASED, lease.get().key(), lease.get().attempt(), claim.worker(),
            EventDetails.leased(lease.get().upstreamOutputs()));
      }
    }
    return new ClaimOutcome(leases, verdicts);
  }

  @Override
  public final CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    CommitOutcome outcome =
        inner.commit(worker, attempts.stream().filter(each -> !forged.contains(each.token())).toList(), claims, window);
    Set<LeaseToken> committed = new HashSet<>(outcome.committed());
    for (Attempt attempt : attempts) {
      if (forged.contains(attempt.token()) && attempt.result() instanceof ExecutionResult.Success success) {
        trail.add(EventType.OP_SUCCEEDED, attempt.token().key(), attempt.token().attempt(), worker,
            EventDetails.committed(success.output()));
        committed.add(attempt.token());
      }
    }
    return new CommitOutcome(committed, outcome.fenced(), outcome.next(), outcome.toPublish());
  }

  static Lease leaseOf(Lease model, LeaseToken token) {
    return new Lease(token, model.jobName(), model.jobVersion(), model.queue(), model.priority(), model.maxAttempts(),
        model.expiresAt(), model.runInput(), model.upstreamOutputs(), model.tags());
  }
}
