package dev.sluice.worker;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One transaction for many finished attempts and the next claim, repeated while the store is out of reach: repeating it is safe. */
final class GroupCommit {
  /** A look at a full window costs as much as committing five ops; as long as workers are busy nobody misses it. */
  private static final int COMMITS_BETWEEN_LOOKS = 8;

  private final RunStore store;
  private final WorkerOptions options;
  private final RetryPauses pauses;
  private final ClaimShares shares;
  private final Reconnect reconnect;
  private final Pulse pulse;
  private final PlatformListener listener;
  private volatile boolean claiming = true;
  /** Commits to go until the windows of the claimed queues are looked at again; the committing thread's own. */
  private int windowRest;

  GroupCommit(WorkerParts parts, WorkerOptions options, DryQueues dry, Pulse pulse, Interruption interruption) {
    this.store = parts.store();
    this.options = options;
    this.pauses = new RetryPauses(parts.jobs(), options.retry(), parts.random());
    this.shares = new ClaimShares(options, dry);
    this.reconnect = new Reconnect(parts, options, interruption, pulse, Committer.PART);
    this.pulse = pulse;
    this.listener = parts.listener();
  }

  /**
   * Commits. What failed is repeated without claims: no result is lost for what was claimed beside it.
   *
   * @param batch what has finished
   * @param free slots that the next claim may fill
   * @throws UncommittableException if the store refuses the group itself
   */
  CommitOutcome commit(List<HeldAttempt> batch, int free) throws UncommittableException, InterruptedException {
    Set<String> queues = batch.stream().filter(GroupCommit::mayFree).map(held -> held.lease().queue()).collect(Collectors.toSet());
    pulse.begin(Committer.PART, options.patience());
    boolean mayClaim = free > 0;
    while (true) {
      List<Claim> claims = claiming && mayClaim ? shares.of(free, queues) : List.of();
      try {
        List<Attempt> attempts = batch.stream().map(this::attempt).toList();
        CommitOutcome outcome = store.commit(options.id(), attempts, claims, window());
        reconnect.succeeded();
        pulse.rest(Committer.PART);
        shares.learn(claims, outcome.next());
        rest(claims, outcome);
        return outcome;
      } catch (StoreUnavailableException | Error e) {
        reconnect.failed("commit", e);
      } catch (RuntimeException e) {
        if (claims.isEmpty()) {
          pulse.rest(Committer.PART);
          throw new UncommittableException(e);
        }
        listener.troubled("commit that claims", e);
      }
      mayClaim = false;
    }
  }

  /** Tells whether the end of an attempt may make something ready. */
  private static boolean mayFree(HeldAttempt held) {
    return !held.lease().consequence().equals(Consequence.NONE)
        || !(held.result() instanceof ExecutionResult.Success success && success.steering().isNone());
  }

  private PublishWindow window() {
    return windowRest > 0 ? options.window().forFreedOnly() : options.window();
  }

  /** While the backlog fills every slot and the window has no room, the window need not be looked at with every commit. */
  private void rest(List<Claim> claims, CommitOutcome outcome) {
    if (claims.isEmpty()) {
      return;
    }
    boolean full = outcome.next().size() == claims.stream().mapToInt(Claim::slots).sum();
    if (windowRest > 0) {
      windowRest = full ? windowRest - 1 : 0;
    } else {
      windowRest = full && outcome.toPublish().isEmpty() ? COMMITS_BETWEEN_LOOKS : 0;
    }
  }

  private Attempt attempt(HeldAttempt held) {
    ExecutionResult result = Objects.requireNonNull(held.result());
    return new Attempt(held.token(), result, pauses.after(held.lease(), result), held.message() != null, held.lease().consequence());
  }

  /** Commits from now on without claiming anything new. */
  void stopClaiming() {
    claiming = false;
  }
}
