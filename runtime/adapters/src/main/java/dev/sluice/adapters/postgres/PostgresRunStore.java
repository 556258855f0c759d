package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.Ending;
import dev.sluice.core.store.HeartbeatOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.Recovery;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Submission;
import dev.sluice.core.store.SubmitOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The {@link RunStore} on PostgreSQL: each call is one transaction of the steps beside this class. Safe for any thread. */
final class PostgresRunStore implements RunStore {
  private final Database database;

  PostgresRunStore(Database database) {
    this.database = database;
  }

  @Override
  public SubmitOutcome submit(List<RunRequest> requests, PublishWindow window) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, "submitter");
      List<Submission> submissions = new Submissions(connection, events).insert(requests);
      events.flush();
      Set<String> queues = new TreeSet<>();
      requests.forEach(request -> request.ops().forEach(op -> queues.add(op.queue())));
      return new SubmitOutcome(submissions, publish(connection, queues, window));
    });
  }

  @Override
  public ClaimOutcome claim(Claim claim, List<OpExecutionTask> messages) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, claim.worker());
      List<Lease> leases = new Claims(connection, events).take(claim);
      ClaimOutcome outcome = new ClaimOutcome(leases, new Messages(connection, events).judge(messages, leases));
      events.flush();
      return outcome;
    });
  }

  @Override
  public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, worker);
      Endings endings = new Endings(connection, events);
      Set<LeaseToken> committed = write(connection, attempts, endings);
      Set<LeaseToken> fenced = new HashSet<>();
      attempts.forEach(attempt -> fenced.add(attempt.token()));
      fenced.removeAll(committed);
      fenced.forEach(token -> events.add(EventType.COMMIT_FENCED, token.key(), token.attempt(), null));
      List<Lease> next = new ArrayList<>();
      for (Claim claim : claims) {
        next.addAll(new Claims(connection, events).take(claim));
      }
      events.flush();
      Set<String> queues = new TreeSet<>(endings.freedQueues());
      claims.forEach(claim -> queues.add(claim.queue()));
      return new CommitOutcome(committed, fenced, next, publish(connection, queues, window));
    });
  }

  private static Set<LeaseToken> write(Connection connection, List<Attempt> attempts, Endings endings) throws SQLException {
    if (attempts.isEmpty()) {
      return Set.of();
    }
    Map<IdempotencyKey, Endings.Held> held = endings.lockRuns(attempts.stream().map(attempt -> attempt.token().key()).toList());
    List<Endings.Ended> ended = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Endings.Held rights = held.get(attempt.token().key());
      if (rights != null) {
        Ending ending = Ending.of(attempt, rights.maxAttempts(), rights.cancelRequested());
        ended.add(new Endings.Ended(attempt.token(), ending, attempt.holdsMessage(), false));
      }
    }
    Set<LeaseToken> committed = new HashSet<>(endings.write(ended));
    if (committed.size() < attempts.size()) {
      committed.addAll(new OpTable(connection).succeeded(attempts.stream().map(Attempt::token).toList()));
    }
    return committed;
  }

  @Override
  public HeartbeatOutcome heartbeat(String worker, Collection<LeaseToken> leases, Duration lease) {
    if (leases.isEmpty()) {
      return new HeartbeatOutcome(Set.of(), Set.of());
    }
    return database.inTransaction(connection -> new Heartbeats(connection).beat(leases, lease));
  }

  @Override
  public int release(String worker, Collection<LeaseToken> leases) {
    if (leases.isEmpty()) {
      return 0;
    }
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, worker);
      Endings endings = new Endings(connection, events);
      Map<IdempotencyKey, Endings.Held> held = endings.lockRuns(leases.stream().map(LeaseToken::key).toList());
      List<Endings.Ended> ended = leases.stream()
          .filter(token -> held.containsKey(token.key()))
          .map(token -> new Endings.Ended(token, Ending.ofRelease(held.get(token.key()).cancelRequested()), true, true))
          .toList();
      int released = endings.write(ended).size();
      events.flush();
      return released;
    });
  }

  @Override
  public List<OpExecutionTask> publish(String queue, PublishWindow window) {
    return database.inTransaction(connection -> new Publications(connection).mark(queue, window));
  }

  private static List<OpExecutionTask> publish(Connection connection, Collection<String> queues, PublishWindow window)
      throws SQLException {
    List<OpExecutionTask> tasks = new ArrayList<>();
    for (String queue : queues) {
      tasks.addAll(new Publications(connection).mark(queue, window));
    }
    return tasks;
  }

  @Override
  public void unpublish(Collection<OpExecutionTask> tasks) {
    for (OpExecutionTask task : tasks) {
      database.inTransaction(connection -> {
        new Publications(connection).takeBack(task);
        return task;
      });
    }
  }

  @Override
  public Recovery recover(int limit) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, "recovery");
      Recovery recovery = new Recoveries(connection, events).recover(limit);
      events.flush();
      return recovery;
    });
  }

  @Override
  public boolean cancel(RunId runId, String reason) {
    return database.inTransaction(connection -> {
      if (!new RunTable(connection).requestCancel(runId)) {
        return false;
      }
      EventTable events = new EventTable(connection, "canceler");
      events.add(EventType.RUN_CANCEL_REQUESTED, runId, reason);
      new Endings(connection, events).cancelWaiting(runId, reason);
      events.flush();
      return true;
    });
  }

  @Override
  public Optional<Run> find(RunId runId) {
    return database.inTransaction(connection -> new RunTable(connection).find(runId));
  }

  @Override
  public List<Run> runs(RunFilter filter) {
    return database.inTransaction(connection -> new RunTable(connection).list(filter));
  }

  @Override
  public List<IdempotencyRecord> ops(RunId runId) {
    return database.inTransaction(connection -> new OpTable(connection).of(runId));
  }

  @Override
  public List<RunEvent> events(RunId runId) {
    return database.inTransaction(connection -> EventTable.of(connection, runId));
  }

  @Override
  public List<RunEvent> eventsAfter(long sequence, int limit) {
    return database.inTransaction(connection -> EventTable.after(connection, sequence, limit));
  }

  @Override
  public List<QueueBacklog> backlog() {
    return database.inTransaction(connection -> new OpTable(connection).backlog());
  }
}
