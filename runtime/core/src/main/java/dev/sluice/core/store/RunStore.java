package dev.sluice.core.store;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The authority on runs and op executions. Each change of a run is whole in one transaction, with its events (I9); a call may be
 * several of them. Safe for any thread and any number of processes; calls may block on the network.
 *
 * <p>Time is the store's own: leases and due times never depend on a caller's clock.
 *
 * <p>Every call may throw {@link StoreUnavailableException}, after which nothing is known; all calls are made so that repeating
 * them does no harm.
 */
public interface RunStore extends AttemptStore {

  /**
   * Accepts runs, all or none, and marks ready ops as published where their queue's window has room.
   *
   * <p>A run whose idempotency key is known, or was given earlier in the same list, is not made again.
   */
  SubmitOutcome submit(List<RunRequest> requests, PublishWindow window);

  /**
   * Leases the best of a queue's backlog, published or not, and attempts whose lease has run out; judges the messages that called.
   *
   * @param messages tasks received from that queue; may be empty
   */
  ClaimOutcome claim(Claim claim, List<OpExecutionTask> messages);

  /**
   * Writes results where the attempt is still the current one (I1, I2), frees and skips ops downstream, closes runs that are done,
   * claims the best of the backlog for the slots that came free, and marks ready ops as published where the window has room.
   *
   * <p>A retryable failure with a {@code retryAfter} and attempts left goes back to PENDING. A success of a run that was called
   * off is recorded as CANCELED (I6).
   *
   * @param worker who commits; only the owner of the lease may
   * @param attempts what finished; may be empty
   * @param claims what the worker can take next; may be empty
   * @param window of the queues that ops are freed on, and, unless it says otherwise, of those that are claimed from
   */
  CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window);

  /** Extends leases that are still held; tells which are lost and which belong to a canceled run. */
  HeartbeatOutcome heartbeat(String worker, Collection<LeaseToken> leases, Duration lease);

  /**
   * Gives an op execution the signal that it waits for, once. It may come before its upstream lets the op execution go.
   *
   * @param payload JSON text, or a reference to it
   */
  SignalOutcome signal(IdempotencyKey key, String payload, PublishWindow window);

  /** Lists the runs that op executions of a run have started as sub-jobs, oldest first. */
  List<Run> children(RunId parent);

  /** Hands leases back: RUNNING becomes PENDING at once, without counting the attempt as failed. Returns how many were held. */
  int release(String worker, Collection<LeaseToken> leases);

  /** Lists who holds leases that have not run out, each once, those first of whom one runs out first; at most so many. */
  List<String> leaseOwners(int limit);

  /**
   * Has the leases of owners that are no more run out now, so that the next recovery or claim takes them as it takes any lost lease;
   * an owner that lives all the same keeps them by its next heartbeat, or is fenced off. What somebody writes at this moment is passed over.
   *
   * @return how many ran out by it
   */
  int expireLeases(Collection<String> owners);

  /** Marks the best of a queue's backlog as published under a new sequence, as far as the window has room. */
  List<OpExecutionTask> publish(String queue, PublishWindow window);

  /** Takes publications back that are known not to have been sent, so that they are published again at once. */
  void unpublish(Collection<OpExecutionTask> tasks);

  /** Brings back what lost its lease and what has come due, at most {@code limit} of each. Any number of processes may call it. */
  Recovery recover(int limit);

  /**
   * Calls a run off: what waits becomes CANCELED at once, what runs is told by a notice, and by its next heartbeat.
   *
   * @return false if there is no such run or it is terminal
   */
  boolean cancel(RunId runId, String reason);

  Optional<Run> find(RunId runId);

  /** Finds a run like {@link #find}, and sees to it that its end is announced to subscribers if it has not ended yet. */
  Optional<Run> watch(RunId runId);

  /** Announces what becomes of runs to a subscriber, until what is returned is closed. */
  Subscription subscribe(RunSubscriber subscriber);

  /** Lists runs, newest first. */
  List<Run> runs(RunFilter filter);

  /** Returns the op executions of a run, in the order in which they were submitted. */
  List<IdempotencyRecord> ops(RunId runId);

  /** Returns one op execution. */
  default Optional<IdempotencyRecord> op(IdempotencyKey key) {
    return ops(key.runId()).stream().filter(op -> op.key().equals(key)).findFirst();
  }

  /**
   * Returns the attempts at transactional ops of a run whose own SQL stands in the database, each as often as it stands. As long as the
   * protocol holds these are the attempts that committed a result, once each; a certificate checks that they are.
   */
  List<LeaseToken> effects(RunId runId);

  /** Returns the history of a run in order. */
  List<RunEvent> events(RunId runId);

  /**
   * Returns the history of all runs after a position, at most {@code limit} events: how a history is exported in pages.
   *
   * <p>Under load a page may lack an event whose transaction commits later with a smaller sequence: to follow the history, read again
   * from some seconds back. {@code sluice verify} does not depend on it.
   */
  List<RunEvent> eventsAfter(long sequence, int limit);

  /**
   * Forgets runs that ended longer ago than that, oldest first, with their op executions and their history, and makes room for the
   * history to come. A run with an op execution in quarantine is kept. Any number of processes may call it.
   *
   * @param limit most runs of one call
   * @return how many were forgotten
   */
  int forget(Duration age, int limit);

  /** Measures each queue that has op executions which are not terminal. */
  List<QueueBacklog> backlog();

  /** How far running ops say that they are. */
  ProgressBoard progress();

  /** What failed for good, and the way back. */
  DeadLetters deadLetters();
}
