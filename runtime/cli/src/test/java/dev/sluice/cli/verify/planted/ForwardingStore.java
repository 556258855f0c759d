package dev.sluice.cli.verify.planted;

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
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A store that is as good as the one beneath it; a planted bug overrides one call. */
class ForwardingStore implements RunStore {
  final RunStore inner;
  final Trail trail;

  ForwardingStore(RunStore inner, Trail trail) {
    this.inner = inner;
    this.trail = trail;
  }

  @Override
  public SubmitOutcome submit(List<RunRequest> requests, PublishWindow window) {
    return inner.submit(requests, window);
  }

  @Override
  public ClaimOutcome claim(Claim claim, List<OpExecutionTask> messages) {
    return inner.claim(claim, messages);
  }

  @Override
  public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
    return inner.commit(worker, attempts, claims, window);
  }

  @Override
  public boolean commitTogether(String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work) throws Exception {
    return inner.commitTogether(worker, attempt, holdsMessage, work);
  }

  @Override
  public boolean saveCheckpoint(String worker, LeaseToken attempt, String payload, Duration lease) {
    return inner.saveCheckpoint(worker, attempt, payload, lease);
  }

  @Override
  public Optional<String> checkpoint(IdempotencyKey key) {
    return inner.checkpoint(key);
  }

  @Override
  public HeartbeatOutcome heartbeat(String worker, Collection<LeaseToken> leases, Duration lease) {
    return inner.heartbeat(worker, leases, lease);
  }

  @Override
  public int release(String worker, Collection<LeaseToken> leases) {
    return inner.release(worker, leases);
  }

  @Override
  public List<String> leaseOwners(int limit) {
    return inner.leaseOwners(limit);
  }

  @Override
  public int expireLeases(Collection<String> owners) {
    return inner.expireLeases(owners);
  }

  @Override
  public List<OpExecutionTask> publish(String queue, PublishWindow window) {
    return inner.publish(queue, window);
  }

  @Override
  public void unpublish(Collection<OpExecutionTask> tasks) {
    inner.unpublish(tasks);
  }

  @Override
  public SignalOutcome signal(IdempotencyKey key, String payload, PublishWindow window) {
    return inner.signal(key, payload, window);
  }

  @Override
  public List<Run> children(RunId parent) {
    return inner.children(parent);
  }

  @Override
  public Recovery recover(int limit) {
    return inner.recover(limit);
  }

  @Override
  public boolean cancel(RunId runId, String reason) {
    return inner.cancel(runId, reason);
  }

  @Override
  public Optional<Run> find(RunId runId) {
    return inner.find(runId);
  }

  @Override
  public Optional<Run> watch(RunId runId) {
    return inner.watch(runId);
  }

  @Override
  public Subscription subscribe(RunSubscriber subscriber) {
    return inner.subscribe(subscriber);
  }

  @Override
  public List<Run> runs(RunFilter filter) {
    return inner.runs(filter);
  }

  @Override
  public List<LeaseToken> effects(RunId runId) {
    return inner.effects(runId);
  }

  @Override
  public List<IdempotencyRecord> ops(RunId runId) {
    return inner.ops(runId);
  }

  @Override
  public List<RunEvent> events(RunId runId) {
    return inner.events(runId);
  }

  @Override
  public List<RunEvent> eventsAfter(long sequence, int limit) {
    return inner.eventsAfter(sequence, limit);
  }

  @Override
  public int forget(Duration age, int limit) {
    return inner.forget(age, limit);
  }

  @Override
  public List<QueueBacklog> backlog() {
    return inner.backlog();
  }

  /** Returns the row of an op execution. */
  Optional<IdempotencyRecord> row(LeaseToken token) {
    return inner.ops(token.key().runId()).stream().filter(row -> row.key().equals(token.key())).findFirst();
  }

  @Override
  public ProgressBoard progress() {
    return inner.progress();
  }

  @Override
  public DeadLetters deadLetters() {
    return inner.deadLetters();
  }
}
