package dev.sluice.core.inmemory;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.DeadLetters;
import dev.sluice.core.store.HeartbeatOutcome;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.Recovery;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.SharedTransaction;
import dev.sluice.core.store.Submission;
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.store.SignalOutcome.Answer;
import dev.sluice.core.store.SubmitOutcome;
import dev.sluice.core.store.Subscription;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A {@link RunStore} in memory, for tests and for users' tests: the same promises, no durability. One lock guards everything.
 * What follows from a change of state is {@link Progress}.
 */
public final class InMemoryRunStore implements RunStore {
  private final InstantSource clock;
  private final InMemoryAttempts attempts;
  private final EventLog events;
  private final Progress progress;
  private final Settlement settlement;
  private final Runs runs;
  private final List<OpRow> ops;
  private final Set<LetterRow> lettersLeft = new HashSet<>();
  private final Gates gates;
  private final Backlog backlog;
  private final Leases leases;
  private final List<RunSubscriber> subscribers = new CopyOnWriteArrayList<>();

  public InMemoryRunStore(InstantSource clock) {
    this(clock, InMemoryAttempts.NO_DATABASE);
  }

  /**
   * Makes an empty store.
   *
   * @param connections one for each transactional attempt, to a database of the test's
   */
  public InMemoryRunStore(InstantSource clock, Supplier<Connection> connections) {
    this.clock = clock;
    this.events = new EventLog(clock);
    this.attempts = new InMemoryAttempts(this, events, connections, clock);
    this.runs = new Runs(clock, events);
    this.ops = runs.ops();
    this.gates = new Gates(ops);
    this.backlog = new Backlog(ops, gates);
    this.settlement =
        new Settlement(clock, events, gates, runs, runId -> subscribers.forEach(subscriber -> subscriber.ended(runId)));
    this.progress = new Progress(clock, events, gates, settlement);
    this.leases = new Leases(ops, backlog, progress, clock);
  }

  @Override
  public synchronized SubmitOutcome submit(List<RunRequest> requests, PublishWindow window) {
    List<Submission> submissions = new ArrayList<>();
    Set<String> queues = new TreeSet<>();
    for (RunRequest request : requests) {
      Optional<RunRow> known = runs.known(request);
      if (known.isPresent()) {
        submissions.add(new Submission(known.get().request.runId(), false));
      } else {
        settlement.accept(request).ops.values().forEach(op -> queues.add(op.plan.queue()));
        submissions.add(new Submission(request.runId(), true));
      }
    }
    return new SubmitOutcome(submissions, queues.stream().flatMap(queue -> publish(queue, window).stream()).toList());
  }

  @Override
  public synchronized ClaimOutcome claim(Claim claim, List<OpExecutionTask> messages) {
    List<Lease> taken = leases.take(claim);
    return new ClaimOutcome(taken, MessageJudge.judge(messages, taken, this::row, events, claim.worker()));
  }

  /** What attempts want the world outside to be told. */
  public OutboxStore outbox() {
    return attempts.outbox();
  }

  Optional<OpRow> row(IdempotencyKey key) {
    return runs.op(key);
  }

  @Override
  public synchronized CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    Set<LeaseToken> committed = new LinkedHashSet<>();
    Set<LeaseToken> fenced = new LinkedHashSet<>();
    Set<String> queues = new TreeSet<>();
    for (Attempt attempt : attempts) {
      OpRow op = row(attempt.token().key()).orElse(null);
      if (op != null && op.isHeldUnder(worker, attempt.token())) {
        progress.end(op, attempt, worker);
        op.run.ops.values().forEach(any -> queues.add(any.plan.queue()));
        committed.add(attempt.token());
      } else if (op != null && op.state == OpState.SUCCEEDED && op.attempt == attempt.token().attempt()) {
        op.downstream.stream().filter(next -> next.ready && next.publishedAt == null).forEach(next -> queues.add(next.plan.queue()));
        committed.add(attempt.token()); // a repeated commit: this attempt's result stands already
      } else {
        IdempotencyKey key = attempt.token().key();
        events.append(key.runId(), key.opKey(), EventType.COMMIT_FENCED, attempt.token().attempt(), worker, null);
        fenced.add(attempt.token());
      }
    }
    if (!window.freedOnly()) {
      claims.forEach(claim -> queues.add(claim.queue()));
    }
    List<Lease> next = claims.stream().flatMap(claim -> leases.take(claim).stream()).toList();
    return new CommitOutcome(committed, fenced, next, queues.stream().flatMap(queue -> publish(queue, window).stream()).toList());
  }

  @Override
  public boolean commitTogether(String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work) throws Exception {
    return attempts.commitTogether(worker, attempt, holdsMessage, work);
  }

  @Override
  public boolean saveCheckpoint(String worker, LeaseToken attempt, String payload, Duration lease) {
    return attempts.saveCheckpoint(worker, attempt, payload, lease);
  }

  @Override
  public synchronized Optional<String> checkpoint(IdempotencyKey key) {
    return attempts.checkpoint(key);
  }

  @Override
  public synchronized HeartbeatOutcome heartbeat(String worker, Collection<LeaseToken> leases, Duration lease) {
    return attempts.heartbeat(worker, leases, clock.instant().plus(lease));
  }

  @Override
  public synchronized int release(String worker, Collection<LeaseToken> leases) {
    List<OpRow> held = leases.stream().flatMap(token -> row(token.key()).filter(op -> op.isHeldUnder(worker, token)).stream()).toList();
    held.forEach(op -> progress.release(op, worker));
    return held.size();
  }

  @Override
  public synchronized List<String> leaseOwners(int limit) {
    return leases.owners(limit);
  }

  @Override
  public synchronized int expireLeases(Collection<String> owners) {
    return leases.expire(owners);
  }

  @Override
  public synchronized List<OpExecutionTask> publish(String queue, PublishWindow window) {
    return backlog.toPublish(queue, window, clock.instant()).stream().map(progress::publish).toList();
  }

  @Override
  public synchronized void unpublish(Collection<OpExecutionTask> tasks) {
    for (OpExecutionTask task : tasks) {
      row(IdempotencyKey.parse(task.idempotencyKey()))
          .filter(op -> op.publishSequence == task.publishSequence())
          .ifPresent(op -> op.publishedAt = null);
    }
  }

  @Override
  public synchronized Recovery recover(int limit) {
    return progress.recover(ops, limit, child -> cancel(child, Recovery.TOOK_TOO_LONG));
  }

  @Override
  public synchronized boolean cancel(RunId runId, String reason) {
    RunRow run = runs.get(runId);
    if (run == null || run.ended != null) {
      return false;
    }
    List<RunRow> tree = runs.openTree(run);
    progress.cancel(tree, reason);
    tree.forEach(each -> subscribers.forEach(subscriber -> subscriber.canceled(each.request.runId())));
    return true;
  }

  @Override
  public synchronized SignalOutcome signal(IdempotencyKey key, String payload, PublishWindow window) {
    OpRow op = row(key).orElse(null);
    SignalOutcome.Answer answer = op == null ? Answer.UNKNOWN : op.answer();
    if (op == null || answer != Answer.TAKEN) {
      return new SignalOutcome(answer, List.of());
    }
    settlement.wake(op, payload, "signaler", EventDetails.committed(payload));
    return new SignalOutcome(answer, publish(op.plan.queue(), window));
  }

  /** What op executions waited for, and what has come. */
  synchronized Set<String> signals() {
    return runs.signals();
  }

  @Override
  public synchronized List<Run> children(RunId parent) {
    return runs.views(runs.children(parent));
  }

  @Override
  public synchronized Optional<Run> find(RunId runId) {
    return Optional.ofNullable(runs.get(runId)).map(RunRow::view);
  }

  @Override
  public Optional<Run> watch(RunId runId) {
    return find(runId); // every end is announced
  }

  @Override
  public Subscription subscribe(RunSubscriber subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  @Override
  public synchronized List<Run> runs(RunFilter filter) {
    return RunRow.list(runs.all(), filter);
  }

  @Override
  public synchronized List<IdempotencyRecord> ops(RunId runId) {
    RunRow run = runs.get(runId);
    return run == null ? List.of() : run.ops.values().stream().map(OpRow::record).toList();
  }

  @Override
  public List<LeaseToken> effects(RunId runId) {
    return attempts.effects(runId);
  }

  @Override
  public synchronized List<RunEvent> events(RunId runId) {
    return events.of(runId);
  }

  @Override
  public synchronized List<RunEvent> eventsAfter(long sequence, int limit) {
    return events.after(sequence, limit);
  }

  @Override
  public synchronized int forget(Duration age, int limit) {
    return runs.forgetEndedBefore(clock.instant().minus(age), limit);
  }

  @Override
  public synchronized List<QueueBacklog> backlog() {
    return new BacklogMeter(clock.instant(), gates).measure(ops);
  }

  @Override
  public ProgressBoard progress() {
    return new InMemoryProgressBoard(this, clock);
  }

  @Override
  public DeadLetters deadLetters() {
    return new InMemoryDeadLetters(this, ops, clock, events, lettersLeft, settlement);
  }
}
