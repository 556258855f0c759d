package dev.sluice.core.schedule;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.UnknownQueueException;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.store.Submission;
import dev.sluice.core.store.SubmitOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts the runs of schedules, by their ticks and by hand. Any number of processes may do this on one store. {@link #look} is called by
 * one thread at a time; everything else is safe for any thread.
 */
public final class Scheduler {
  /** Schedules that one look deals with. */
  static final int BATCH = 200;

  private final ScheduleStore store;
  private final ScheduledRuns runs;
  private final List<ScheduleDefinition> definitions;
  private final Set<String> jobs;
  private final Consumer<List<OpExecutionTask>> publisher;
  private final PublishWindow window;
  private final PlatformListener listener;
  private final Faults faults;
  private boolean defined;

  /**
   * Makes a scheduler.
   *
   * @param definitions the schedules of the jobs that this process knows
   * @param publisher sends what the store marked as published
   * @param window messages that a queue may hold
   */
  public Scheduler(
      ScheduleStore store, ScheduledRuns runs, List<ScheduleDefinition> definitions, Consumer<List<OpExecutionTask>> publisher,
      PublishWindow window, PlatformListener listener, Faults faults) {
    this.store = store;
    this.runs = runs;
    this.definitions = List.copyOf(definitions);
    this.jobs = definitions.stream().map(ScheduleDefinition::job).collect(Collectors.toSet());
    this.publisher = publisher;
    this.window = window;
    this.listener = listener;
    this.faults = faults;
  }

  /**
   * Tells the store of the schedules, once a process, and no more. A schedule whose run could not be accepted is told to the listener and
   * left out.
   */
  public void define() {
    if (defined) {
      return;
    }
    List<ScheduleDefinition> sound = new ArrayList<>();
    for (ScheduleDefinition definition : definitions) {
      try {
        runs.byHand(definition, null);
        sound.add(definition);
      } catch (UnknownQueueException | UnusablePayloadException e) {
        listener.troubled("schedule " + definition.name() + ", which is left out,", e);
      }
    }
    store.define(sound);
    defined = true;
  }

  /**
   * Deals with what is due; tells whether more may be. What fails for one schedule holds up no other.
   *
   * @throws RuntimeException the first failure, after all others have been dealt with
   */
  public boolean look() {
    define();
    List<String> due = store.due(jobs, BATCH);
    RuntimeException failure = null;
    boolean advanced = false;
    for (String name : due) {
      try {
        advanced |= fire(name);
      } catch (StoreUnavailableException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        failure = Objects.requireNonNullElseGet(failure, () -> new IllegalStateException("schedule " + name + ": " + e.getMessage(), e));
      }
    }
    if (failure != null) {
      throw failure;
    }
    return advanced && due.size() == BATCH;
  }

  private boolean fire(String name) {
    Optional<FiredSchedule> fired = store.fire(name, window, runs);
    fired.ifPresent(one -> {
      accepted(one.outcome(), one.plan().runs());
      listener.fired(name, one.plan().firing());
    });
    return fired.isPresent();
  }

  /** The runs are accepted whatever happens here: what is not sent now is published by a dispatcher. */
  private void accepted(SubmitOutcome outcome, List<RunRequest> requests) {
    if (requests.isEmpty()) {
      return;
    }
    faults.at(FaultPoint.SUBMIT_COMMITTED);
    publisher.accept(outcome.toPublish());
    for (int i = 0; i < requests.size(); i++) {
      if (outcome.submissions().get(i).created()) {
        listener.submitted(requests.get(i).runId(), requests.get(i).jobName());
      }
    }
  }

  /** Lists all schedules by name. */
  public List<ScheduleState> list() {
    return store.list();
  }

  /**
   * Stops a schedule from starting runs; what ticks until it is resumed starts nothing.
   *
   * @throws UnknownScheduleException if there is no such schedule
   */
  public ScheduleState pause(String name) {
    store.pause(name, true);
    return store.find(name);
  }

  /**
   * Lets a schedule start runs again, from its next tick on.
   *
   * @throws UnknownScheduleException if there is no such schedule
   */
  public ScheduleState resume(String name) {
    store.pause(name, false);
    return store.find(name);
  }

  /**
   * Starts a run of a schedule now, beside its ticks, paused or not.
   *
   * @param idempotencyKey given twice, the second call returns the first run; null if there is none
   * @throws UnknownScheduleException if there is no such schedule
   */
  public Submission trigger(String name, @Nullable String idempotencyKey) {
    RunRequest run = runs.byHand(store.find(name).definition(), idempotencyKey);
    SubmitOutcome outcome = store.trigger(name, run, window);
    accepted(outcome, List.of(run));
    return outcome.submissions().get(0);
  }
}
