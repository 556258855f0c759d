package dev.sluice.worker;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.util.List;
import java.util.Objects;

/** One transaction for many finished attempts and the next claim, repeated while the store is out of reach: repeating it is safe. */
final class GroupCommit {
  private final RunStore store;
  private final WorkerOptions options;
  private final RetryPauses pauses;
  private final ClaimShares shares;
  private final Reconnect reconnect;
  private final Pulse pulse;
  private volatile boolean claiming = true;

  GroupCommit(WorkerParts parts, WorkerOptions options, Pulse pulse, Interruption interruption) {
    this.store = parts.store();
    this.options = options;
    this.pauses = new RetryPauses(parts.jobs(), options.retry(), parts.random());
    this.shares = new ClaimShares(options);
    this.reconnect = new Reconnect(parts, options, interruption);
    this.pulse = pulse;
  }

  /**
   * Commits.
   *
   * @param vacant slots that may be filled with what is claimed
   * @throws UncommittableException if the store refuses the group
   */
  CommitOutcome commit(List<HeldAttempt> batch, int vacant) throws UncommittableException, InterruptedException {
    List<Attempt> attempts = batch.stream().map(this::attempt).toList();
    pulse.begin(Committer.PART, options.patience());
    while (true) {
      List<Claim> claims = claiming ? shares.of(vacant) : List.of();
      try {
        CommitOutcome outcome = store.commit(options.id(), attempts, claims, options.window());
        reconnect.succeeded();
        pulse.rest(Committer.PART);
        shares.learn(claims, outcome.next());
        return outcome;
      } catch (StoreUnavailableException | Error e) {
        reconnect.failed("commit", e);
      } catch (RuntimeException e) {
        throw new UncommittableException(e);
      }
    }
  }

  private Attempt attempt(HeldAttempt held) {
    ExecutionResult result = Objects.requireNonNull(held.result());
    return new Attempt(held.token(), result, pauses.after(held.lease(), result), held.message() != null);
  }

  /** Commits from now on without claiming anything new. */
  void stopClaiming() {
    claiming = false;
  }
}
