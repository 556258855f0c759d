package dev.sluice.core.schedule;

import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.store.SubmitOutcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The authority on schedules: each tick is one process's. Safe for any thread and any number of processes; time is the store's own. Every
 * call is one transaction and may throw {@link StoreUnavailableException}, after which nothing is known; repeating it does no harm.
 */
public interface ScheduleStore {
  /** Decides about a due schedule. Called within the transaction, perhaps more than once, so that it must have no effects. */
  @FunctionalInterface
  interface Planner {
    TickPlan plan(ScheduleState schedule, Instant now);
  }

  /**
   * Takes these as the schedules that there are. What is new begins with its next tick, and so does what ticks at other times than before;
   * a pause stays. Those that are not among them become inactive.
   */
  void define(Collection<ScheduleDefinition> definitions);

  /** Names due schedules of these jobs, those that have waited longest first. */
  List<String> due(Set<String> jobs, int limit);

  /**
   * Deals with a schedule's due ticks: their runs are accepted and the schedule advances, both or neither.
   *
   * @return empty if it is not due, or another process has it now
   */
  Optional<FiredSchedule> fire(String name, PublishWindow window, Planner planner);

  /**
   * Accepts a run beside its ticks.
   *
   * @throws UnknownScheduleException if there is no such schedule
   */
  SubmitOutcome trigger(String name, RunRequest run, PublishWindow window);

  /**
   * Stops a schedule from starting runs, or lets it again from its next tick on; does nothing if it is so already.
   *
   * @throws UnknownScheduleException if there is no such schedule
   */
  void pause(String name, boolean paused);

  /** Lists all schedules by name. */
  List<ScheduleState> list();

  /**
   * Returns a schedule.
   *
   * @throws UnknownScheduleException if there is none of this name
   */
  ScheduleState find(String name);
}
