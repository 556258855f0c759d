package dev.sluice.core.submit;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.UnknownJobException;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.UnknownQueueException;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.store.Submission;
import dev.sluice.core.store.SubmitOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Accepts runs: checks, one transaction, then messages. When a call returns, its runs are durable and will run (I3), whatever
 * becomes of the messages. Safe for any thread; blocks on the store, and on the publisher if that does.
 */
public final class RunSubmitter {
  private final RunDesk desk;
  private final RunStore store;
  private final Consumer<List<OpExecutionTask>> publisher;
  private final PublishWindow window;
  private final PlatformListener listener;
  private final Faults faults;

  /**
   * Makes a submitter.
   *
   * @param publisher sends what the store marked as published, for example {@link dev.sluice.core.queue.Publisher#publish}
   * @param window messages that a queue may hold
   */
  public RunSubmitter(
      RunDesk desk,
      RunStore store,
      Consumer<List<OpExecutionTask>> publisher,
      PublishWindow window,
      PlatformListener listener,
      Faults faults) {
    this.desk = desk;
    this.store = store;
    this.publisher = publisher;
    this.window = window;
    this.listener = listener;
    this.faults = faults;
  }

  /**
   * Accepts a run.
   *
   * @throws UnknownJobException if nobody has defined the job here
   * @throws UnknownQueueException if the stack lacks a queue of the job
   * @throws UnusablePayloadException if the input cannot be read as the job's
   * @throws StoreUnavailableException if nothing is known about the run; with an idempotency key, repeating it is safe
   */
  public Submission submit(RunOrder order) {
    return store(List.of(desk.plan(order))).get(0);
  }

  /**
   * Accepts runs, all or none, in one transaction.
   *
   * @return one a run, in their order
   * @throws RefusedBatchException with what {@link #submit} would throw for each run that cannot be accepted
   * @throws StoreUnavailableException as {@link #submit} does
   */
  public List<Submission> submitAll(List<RunOrder> orders) {
    List<RunRequest> requests = new ArrayList<>(orders.size());
    List<RefusedBatchException.Refusal> refusals = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      try {
        requests.add(desk.plan(orders.get(i)));
      } catch (UnknownJobException | UnknownQueueException | UnusablePayloadException e) {
        refusals.add(new RefusedBatchException.Refusal(i, e));
      }
    }
    if (!refusals.isEmpty()) {
      throw new RefusedBatchException(orders.size(), refusals);
    }
    return requests.isEmpty() ? List.of() : store(requests);
  }

  /**
   * Accepts a fork of a run; throws as {@link #submit} does.
   *
   * @param source the run that is forked
   * @param ops all its op executions, with their outputs as they are stored
   * @param from key of the op that is run again first
   * @throws UnknownForkPointException if there is no such op
   */
  public Submission fork(Run source, List<IdempotencyRecord> ops, String from, RunOrder order) {
    return store(List.of(new RunForker(desk).plan(source, ops, from, order))).get(0);
  }

  /**
   * Gives an op execution the signal that it waits for.
   *
   * @param json what it brings
   * @throws UnusablePayloadException if the op could not read it: it waits on for one that it can
   */
  public SignalOutcome.Answer signal(IdempotencyKey key, String json) {
    SignalOutcome outcome = store.signal(key, desk.signal(key, store.find(key.runId()), json), window);
    publish(outcome.toPublish());
    return outcome.answer();
  }

  private List<Submission> store(List<RunRequest> requests) {
    SubmitOutcome outcome = store.submit(requests, window);
    faults.at(FaultPoint.SUBMIT_COMMITTED);
    publish(outcome.toPublish());
    List<Submission> submissions = outcome.submissions();
    for (int i = 0; i < submissions.size(); i++) {
      if (submissions.get(i).created()) {
        listener.submitted(submissions.get(i).runId(), requests.get(i).jobName());
      }
    }
    return submissions;
  }

  /** The runs are accepted whatever happens here: what is not sent now is published again by a dispatcher. */
  private void publish(List<OpExecutionTask> tasks) {
    try {
      publisher.accept(tasks);
    } catch (StoreUnavailableException e) {
      listener.troubled("publish after a submit", e);
    }
  }
}
