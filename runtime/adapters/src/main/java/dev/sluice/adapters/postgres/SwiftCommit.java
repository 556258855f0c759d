package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Step 5 of the protocol as it nearly always goes: successes of which nothing follows but what is downstream, the end of their runs and slots
 * that come free, and the next claims, in one round trip that is one transaction. What it leaves is left as it was, for {@link Commits}.
 */
final class SwiftCommit {
  /** Queues of which this process has filled its latest claim, so that there may be something to publish. */
  private final Set<String> filled;
  private final Set<String> slotted;
  private final String worker;
  private final PublishWindow window;
  private boolean begun;

  /**
   * What was done, and what is left to be done.
   *
   * @param outcome what was committed, claimed and published; nothing was fenced so far
   * @param attempts that were not committed
   * @param claims for what is left of the slots, where what was not committed or could not be claimed so fast may fill them
   * @param freed queues whose windows are to be looked at
   */
  record Done(CommitOutcome outcome, List<Attempt> attempts, List<Claim> claims, Set<String> freed) {
    boolean isAll() {
      return attempts.isEmpty() && claims.isEmpty() && freed.isEmpty();
    }

    /** Returns this and what was done afterwards as one. */
    CommitOutcome with(CommitOutcome rest) {
      Set<LeaseToken> committed = new HashSet<>(outcome.committed());
      committed.addAll(rest.committed());
      List<Lease> next = new ArrayList<>(outcome.next());
      next.addAll(rest.next());
      List<OpExecutionTask> published = new ArrayList<>(outcome.toPublish());
      published.addAll(rest.toPublish());
      return new CommitOutcome(committed, rest.fenced(), next, published);
    }
  }

  /**
   * Commits for a worker.
   *
   * @param slotted as {@link Claims} takes it
   * @param filled kept up to date
   */
  SwiftCommit(Set<String> slotted, Set<String> filled, String worker, PublishWindow window) {
    this.filled = filled;
    this.slotted = slotted;
    this.worker = worker;
    this.window = window;
  }

  /** Tells whether these may all go this way. */
  static boolean isFor(List<Attempt> attempts) {
    return attempts.stream().allMatch(attempt -> Successes.isPlain(attempt) && attempt.consequence().reach() != Consequence.Reach.BEYOND);
  }

  /** Commits; called again if it lost a conflict with another transaction. */
  Done commit(Connection connection, List<Attempt> attempts, List<Claim> claims) throws SQLException {
    if (claims.size() == 1 && !filled.contains(claims.get(0).queue()) && Succession.isFor(attempts, claims.get(0))) {
      return succeed(new Pipeline(connection), attempts, claims.get(0));
    }
    Pipeline pipeline = new Pipeline(connection);
    Successes.Written written = new Successes(worker).addSimple(pipeline, attempts, begun);
    begun = true;
    List<Claims> looks = new ArrayList<>(claims.size());
    List<OpExecutionTask> published = new ArrayList<>();
    Set<String> marked = new HashSet<>();
    for (Claim claim : claims) {
      Claims look = new Claims(claim, slotted);
      looks.add(look);
      look.look(pipeline);
      if (!window.freedOnly() && filled.contains(claim.queue())) {
        Publications.mark(pipeline, claim.queue(), window, published);
        marked.add(claim.queue());
      }
    }
    pipeline.run();
    List<Attempt> left = attempts.stream().filter(attempt -> !written.committed().contains(attempt.token())).toList();
    Set<String> freed = new TreeSet<>(written.freedQueues());
    List<Lease> next = new ArrayList<>();
    List<Claim> open = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      Claim claim = claims.get(i);
      Claims.Taken taken = looks.get(i).taken();
      next.addAll(taken.leases());
      if (looks.get(i).mustLookOn() || !left.isEmpty() && taken.leases().size() < claim.slots()) {
        open.add(looks.get(i).rest());
      }
      if (taken.isDry()) {
        filled.remove(claim.queue());
        freed.remove(claim.queue()); // there is nothing to publish
      } else {
        filled.add(claim.queue());
        if (!window.freedOnly()) {
          freed.add(claim.queue());
        }
      }
    }
    freed.removeAll(marked);
    return new Done(new CommitOutcome(written.committed(), Set.of(), next, published), left, open, freed);
  }

  private Done succeed(Pipeline pipeline, List<Attempt> attempts, Claim claim) throws SQLException {
    Succession succession = new Succession(worker, claim, attempts);
    succession.add(pipeline);
    pipeline.run();
    List<Attempt> left = attempts.stream().filter(attempt -> !succession.committed().contains(attempt.token())).toList();
    if (succession.mustClaim()) {
      filled.add(claim.queue()); // the next commit claims at once
    }
    List<Claim> open = succession.mustClaim() || !left.isEmpty() ? List.of(claim.without(succession.next().size())) : List.of();
    return new Done(new CommitOutcome(succession.committed(), Set.of(), succession.next(), List.of()), left, open, succession.freedQueues());
  }
}
