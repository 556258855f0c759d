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
import dev.sluice.core.store.DeadLetters;
import dev.sluice.core.store.Ending;
import dev.sluice.core.store.HeartbeatOutcome;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.Recovery;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.SharedTransaction;
import dev.sluice.core.store.SubmitOutcome;
import dev.sluice.core.store.Subscription;
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
import java.util.concurrent.ConcurrentHashMap;

/** The {@link RunStore} on PostgreSQL: each call is one transaction of the steps beside this class. Safe for any thread. */
final class PostgresRunStore implements RunStore {
  private final Database database;
  private final Set<String> slotted = ConcurrentHashMap.newKeySet();

  PostgresRunStore(Database database) {
    this.database = database;
  }

  @Override
  public SubmitOutcome submit(List<RunRequest> requests, PublishWindow window) {
    return database.inTransaction(connection -> new Submissions(connection, window).insert(requests));
  }

  @Override
  public ClaimOutcome claim(Claim claim, List<OpExecutionTask> messages) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, claim.worker());
      List<Lease> leases = new Claims(connection, slotted).take(claim).leases();
      ClaimOutcome outcome = new ClaimOutcome(leases, new Messages(connection, events, claim.worker()).judge(messages, leases));
      events.flush();
      return outcome;
    });
  }

  @Override
  public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, worker);
      Endings endings = new Endings(connection, events);
      Set<LeaseToken> committed = write(connection, worker, attempts, endings);
      Set<LeaseToken> fenced = new HashSet<>();
      attempts.forEach(attempt -> fenced.add(attempt.token()));
      fenced.removeAll(committed);
      fenced.forEach(token -> events.add(EventType.COMMIT_FENCED, token.key(), token.attempt(), null));
      events.flush();
      List<Lease> next = new ArrayList<>();
      Set<String> queues = new TreeSet<>(endings.freedQueues());
      for (Claim claim : claims) {
        Claims.Taken taken = new Claims(connection, slotted).take(claim);
        next.addAll(taken.leases());
        if (taken.isDry()) {
          queues.remove(claim.queue()); // there is nothing to publish
        } else if (!window.freedOnly()) {
          queues.add(claim.queue());
        }
      }
      return new CommitOutcome(committed, fenced, next, publish(connection, queues, window));
    });
  }

  /** Writes what it may and returns the attempts that stand: these, and those whose commit this one repeats. */
  private static Set<LeaseToken> write(Connection connection, String worker, List<Attempt> attempts, Endings endings)
      throws SQLException {
    Successes.Written written = new Successes(connection, worker).write(attempts);
    endings.freeAfter(written);
    List<Attempt> others = attempts.stream().filter(attempt -> !written.downstream().containsKey(attempt.token())).toList();
    Set<LeaseToken> committed = new HashSet<>(written.downstream().keySet());
    if (!others.isEmpty()) {
      committed.addAll(decide(connection, worker, others, endings));
    }
    return committed;
  }

  private static Set<LeaseToken> decide(Connection connection, String worker, List<Attempt> attempts, Endings endings)
      throws SQLException {
    Map<IdempotencyKey, Endings.Held> held = endings.lockRuns(attempts.stream().map(attempt -> attempt.token().key()).toList());
    List<Endings.Ended> ended = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Endings.Held rights = held.get(attempt.token().key());
      if (rights != null) {
        Ending ending = Ending.of(attempt, rights.maxAttempts(), rights.cancelRequested());
        ended.add(new Endings.Ended(attempt.token(), worker, ending, attempt.holdsMessage(), false));
      }
    }
    Set<LeaseToken> committed = new HashSet<>(endings.write(ended));
    if (committed.size() < attempts.size()) {
      Set<LeaseToken> repeated = new OpTable(connection).succeeded(attempts.stream().map(Attempt::token).toList());
      endings.freedBefore(repeated);
      committed.addAll(repeated);
    }
    return committed;
  }

  @Override
  public boolean commitTogether(String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work) throws Exception {
    return database.opTransactions().run(worker, attempt, holdsMessage, work);
  }

  @Override
  public boolean saveCheckpoint(String worker, LeaseToken attempt, String payload) {
    return database.inTransaction(connection -> new CheckpointTable(connection).save(worker, attempt, payload));
  }

  @Override
  public Optional<String> checkpoint(IdempotencyKey key) {
    return database.inTransaction(connection -> new CheckpointTable(connection).last(key));
  }

  @Override
  public HeartbeatOutcome heartbeat(String worker, Collection<LeaseToken> leases, Duration lease) {
    if (leases.isEmpty()) {
      return new HeartbeatOutcome(Set.of(), Set.of());
    }
    return database.inTransaction(connection -> new Heartbeats(connection).beat(worker, leases, lease));
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
          .flatMap(token -> Optional.ofNullable(held.get(token.key()))
              .map(right -> new Endings.Ended(token, worker, Ending.ofRelease(right.cancelRequested()), true, true)).stream())
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
      Notices.announceCancel(connection, runId);
      return true;
    });
  }

  @Override
  public Optional<Run> find(RunId runId) {
    return database.inTransaction(connection -> new RunTable(connection).find(runId));
  }

  @Override
  public Optional<Run> watch(RunId runId) {
    return database.inTransaction(connection -> {
      RunTable runs = new RunTable(connection);
      runs.await(runId);
      return runs.find(runId);
    });
  }

  @Override
  public Subscription subscribe(RunSubscriber subscriber) {
    return database.notices().subscribe(subscriber);
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
  public List<LeaseToken> effects(RunId runId) {
    return database.inTransaction(connection -> OpTransactions.effects(connection, runId));
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
  public int forget(Duration age, int limit) {
    return database.inTransaction(connection -> new Retention(connection).forget(age, limit));
  }

  @Override
  public List<QueueBacklog> backlog() {
    return database.inTransaction(connection -> new OpTable(connection).backlog());
  }

  @Override
  public ProgressBoard progress() {
    return new PostgresProgressBoard(database);
  }

  @Override
  public DeadLetters deadLetters() {
    return new PostgresDeadLetters(database);
  }
}
