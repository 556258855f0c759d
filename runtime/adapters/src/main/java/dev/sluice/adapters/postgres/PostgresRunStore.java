package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
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
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.store.SubmitOutcome;
import dev.sluice.core.store.Subscription;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The {@link RunStore} on PostgreSQL: a call is one transaction, or several, of the steps beside this class. Safe for any thread. */
final class PostgresRunStore implements RunStore {
  private final Database database;
  /** Queues that need slots, and queues that had no less than was asked of them, as this process saw them last. */
  private final Set<String> slotted = ConcurrentHashMap.newKeySet();
  private final Set<String> filled = ConcurrentHashMap.newKeySet();

  PostgresRunStore(Database database) {
    this.database = database;
  }

  @Override
  public SubmitOutcome submit(List<RunRequest> requests, PublishWindow window) {
    return Submissions.areOneStatement(requests)
        ? database.atOnce(connection -> new Submissions(connection, window).insert(requests))
        : database.inTransaction(connection -> new Submissions(connection, window).insert(requests));
  }

  @Override
  public ClaimOutcome claim(Claim claim, List<OpExecutionTask> messages) {
    return database.atOnce(connection -> new SwiftClaim(claim, slotted, messages).look(connection)).outcome(database);
  }

  @Override
  public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    if (!SwiftCommit.isFor(attempts)) {
      return database.inTransaction(connection -> new Commits(connection, slotted, worker, window).commit(attempts, claims, Set.of()));
    }
    SwiftCommit swift = new SwiftCommit(slotted, filled, worker, window);
    SwiftCommit.Done done = database.atOnce(connection -> swift.commit(connection, attempts, claims));
    if (done.isAll()) {
      return done.outcome();
    }
    Database.Work<CommitOutcome> rest = connection ->
        new Commits(connection, slotted, worker, window).commit(done.attempts(), done.claims(), done.freed());
    // Where nothing is left to commit, what was committed and claimed stands whatever becomes of the rest.
    return done.attempts().isEmpty()
        ? Database.ifReachable(() -> database.inTransaction(rest)).map(done::with).orElse(done.outcome())
        : done.with(database.inTransaction(rest));
  }

  @Override
  public boolean commitTogether(String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work) throws Exception {
    return database.opTransactions().run(worker, attempt, holdsMessage, work);
  }

  @Override
  public boolean saveCheckpoint(String worker, LeaseToken attempt, String payload, Duration lease) {
    return database.inTransaction(connection -> new CheckpointTable(connection).save(worker, attempt, payload, lease));
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
      Lanes.lockAll(connection, leases.stream().map(token -> token.key().runId()).toList());
      List<Endings.Ended> ended = leases.stream()
          .flatMap(token -> Optional.ofNullable(held.get(token.key()))
              .map(right -> new Endings.Ended(token, worker, Ending.ofRelease(right.cancelRequested()), true, true)).stream())
          .toList();
      int released = endings.write(ended).size();
      endings.settlement().finish();
      events.flush();
      return released;
    });
  }

  @Override
  public List<String> leaseOwners(int limit) {
    return database.atOnce(connection -> new LeaseOwners(connection).first(limit));
  }

  @Override
  public int expireLeases(Collection<String> owners) {
    return database.atOnce(connection -> new LeaseOwners(connection).expire(owners));
  }

  @Override
  public List<OpExecutionTask> publish(String queue, PublishWindow window) {
    return database.atOnce(connection -> new Publications(connection).mark(queue, window));
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
    // A transaction of its own: it locks op executions, and recovery runs first.
    database.inTransaction(connection -> {
      new Slots(connection).wakeForgotten();
      return limit;
    });
    Recovery recovery = database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, "recovery");
      Recovery found = new Recoveries(connection, events).recover(limit);
      events.flush();
      return found;
    });
    // Each is a transaction of its own, since it locks the runs below it.
    List<Cancellations.Overdue> overdue = database.atOnce(connection -> Cancellations.overdue(connection, limit));
    long calledOff = overdue.stream()
        .filter(each -> database.inTransaction(connection -> new Cancellations(connection).callOffChild(each, Recovery.TOOK_TOO_LONG)))
        .count();
    return new Recovery(recovery.leasesLost(), recovery.failed(), recovery.due() + (int) calledOff);
  }

  @Override
  public boolean cancel(RunId runId, String reason) {
    return database.inTransaction(connection -> new Cancellations(connection).callOff(runId, reason));
  }

  @Override
  public SignalOutcome signal(IdempotencyKey key, String payload, PublishWindow window) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, "signaler");
      SignalOutcome outcome = new Signals(connection, events).give(key, payload, window);
      events.flush();
      return outcome;
    });
  }

  @Override
  public List<Run> children(RunId parent) {
    return database.inTransaction(connection -> new RunTable(connection).children(parent));
  }

  @Override
  public Optional<Run> find(RunId runId) {
    return database.atOnce(connection -> new RunTable(connection).find(runId));
  }

  @Override
  public Optional<Run> watch(RunId runId) {
    return database.atOnce(connection -> new RunTable(connection).await(runId));
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
  public Optional<IdempotencyRecord> op(IdempotencyKey key) {
    return database.inTransaction(connection -> new OpTable(connection).of(key));
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
    return new Retention(database).forget(age, limit);
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
