package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.Ending;
import dev.sluice.core.store.PublishWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Step 5 of the protocol: results are written where the attempt is still the current one, with all that follows, and the next are claimed. */
final class Commits {
  private final Connection connection;
  private final Set<String> slotted;
  private final String worker;
  private final PublishWindow window;
  private final EventTable events;
  private final Endings endings;
  private final List<OpExecutionTask> published = new ArrayList<>();

  /**
   * Commits in one transaction.
   *
   * @param slotted as {@link Claims} takes it
   */
  Commits(Connection connection, Set<String> slotted, String worker, PublishWindow window) {
    this.connection = connection;
    this.slotted = slotted;
    this.worker = worker;
    this.window = window;
    this.events = new EventTable(connection, worker);
    this.endings = new Endings(connection, events);
  }

  /**
   * Commits, claims and publishes.
   *
   * @param freed queues that got something ready before, and whose windows nobody has looked at since
   */
  CommitOutcome commit(List<Attempt> attempts, List<Claim> claims, Set<String> freed) throws SQLException {
    Set<LeaseToken> committed = write(attempts);
    published.addAll(endings.settlement().finish(window));
    Set<LeaseToken> fenced = new HashSet<>();
    attempts.forEach(attempt -> fenced.add(attempt.token()));
    fenced.removeAll(committed);
    fenced.forEach(token -> events.add(EventType.COMMIT_FENCED, token.key(), token.attempt(), null));
    events.flush();
    List<Lease> next = new ArrayList<>();
    Set<String> queues = new TreeSet<>(freed);
    queues.addAll(endings.settlement().freedQueues());
    for (Claim claim : claims) {
      Claims.Taken taken = Claims.take(connection, claim, slotted);
      next.addAll(taken.leases());
      if (taken.isDry()) {
        queues.remove(claim.queue()); // there is nothing to publish
      } else if (!window.freedOnly()) {
        queues.add(claim.queue());
      }
    }
    for (String queue : queues) {
      published.addAll(new Publications(connection).mark(queue, window));
    }
    return new CommitOutcome(committed, fenced, next, published);
  }

  /** Writes what it may and returns the attempts that stand: these, and those whose commit this one repeats. */
  private Set<LeaseToken> write(List<Attempt> attempts) throws SQLException {
    Successes.Written written = new Successes(worker).write(connection, attempts);
    endings.settlement().follow(written);
    List<Attempt> others = attempts.stream().filter(attempt -> !written.committed().contains(attempt.token())).toList();
    Set<LeaseToken> committed = new HashSet<>(written.committed());
    if (!others.isEmpty()) {
      committed.addAll(decide(others));
    }
    return committed;
  }

  private Set<LeaseToken> decide(List<Attempt> attempts) throws SQLException {
    Map<IdempotencyKey, Endings.Held> held = endings.lockRuns(attempts.stream().map(attempt -> attempt.token().key()).toList());
    List<Endings.Ended> ended = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Endings.Held rights = held.get(attempt.token().key());
      if (rights != null) {
        ended.add(Endings.ended(attempt, worker, Ending.of(attempt, rights.maxAttempts(), rights.cancelRequested())));
      }
    }
    Set<LeaseToken> committed = new HashSet<>(endings.write(ended));
    endings.settlement().start(Endings.children(attempts, ended, committed));
    if (committed.size() < attempts.size()) {
      Set<LeaseToken> repeated = new OpTable(connection).succeeded(attempts.stream().map(Attempt::token).toList());
      endings.settlement().freedBefore(repeated);
      committed.addAll(repeated);
    }
    return committed;
  }
}
