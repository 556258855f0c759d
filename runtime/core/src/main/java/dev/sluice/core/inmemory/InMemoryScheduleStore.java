package dev.sluice.core.inmemory;

import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.schedule.FiredSchedule;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.schedule.ScheduleState;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.schedule.TickPlan;
import dev.sluice.core.schedule.UnknownScheduleException;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SubmitOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link ScheduleStore} in memory, for tests: the same promises, no durability. */
public final class InMemoryScheduleStore implements ScheduleStore {
  private final RunStore runs;
  private final InstantSource clock;
  private final Map<String, ScheduleState> schedules = new TreeMap<>();

  /** Makes an empty store; the runs go to another one. */
  public InMemoryScheduleStore(RunStore runs, InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
  }

  @Override
  public synchronized void define(Collection<ScheduleDefinition> definitions) {
    Set<String> gone = new HashSet<>(schedules.keySet());
    for (ScheduleDefinition definition : definitions) {
      gone.remove(definition.name());
      ScheduleState known = schedules.get(definition.name());
      schedules.put(definition.name(), known == null
          ? new ScheduleState(definition, true, false, null, null, null, null)
          : new ScheduleState(definition, true, known.paused(), nextTick(known, definition), known.lastTick(), known.lastRun(),
              known.lastRunAt()));
    }
    gone.forEach(name -> schedules.computeIfPresent(name, (key, known) -> new ScheduleState(
        known.definition(), false, known.paused(), null, known.lastTick(), known.lastRun(), known.lastRunAt())));
  }

  private static @Nullable Instant nextTick(ScheduleState known, ScheduleDefinition definition) {
    boolean ticksAsBefore = known.definition().when().equals(definition.when()) && known.definition().zone().equals(definition.zone());
    return ticksAsBefore ? known.nextTick() : null;
  }

  @Override
  public synchronized List<String> due(Set<String> jobs, int limit) {
    Instant now = clock.instant();
    return schedules.values().stream()
        .filter(schedule -> schedule.isDue(now) && jobs.contains(schedule.definition().job()))
        .sorted(Comparator.comparing(ScheduleState::nextTick, Comparator.nullsFirst(Comparator.naturalOrder())))
        .limit(limit).map(ScheduleState::name).toList();
  }

  @Override
  public synchronized Optional<FiredSchedule> fire(String name, PublishWindow window, Planner planner) {
    Instant now = clock.instant();
    ScheduleState schedule = schedules.get(name);
    if (schedule == null || !schedule.isDue(now)) {
      return Optional.empty();
    }
    TickPlan plan = planner.plan(schedule, now);
    SubmitOutcome outcome = runs.submit(plan.runs(), window);
    Firing firing = plan.firing();
    List<Instant> lastTicks = firing.ticks();
    boolean started = !lastTicks.isEmpty();
    schedules.put(name, new ScheduleState(schedule.definition(), true, false, firing.next(),
        started ? lastTicks.get(lastTicks.size() - 1) : schedule.lastTick(),
        started ? last(outcome) : schedule.lastRun(),
        started ? now : schedule.lastRunAt()));
    return Optional.of(new FiredSchedule(plan, outcome));
  }

  private static RunId last(SubmitOutcome outcome) {
    return outcome.submissions().get(outcome.submissions().size() - 1).runId();
  }

  @Override
  public synchronized SubmitOutcome trigger(String name, RunRequest run, PublishWindow window) {
    ScheduleState schedule = find(name);
    SubmitOutcome outcome = runs.submit(List.of(run), window);
    schedules.put(name, new ScheduleState(schedule.definition(), schedule.active(), schedule.paused(), schedule.nextTick(),
        schedule.lastTick(), last(outcome), clock.instant()));
    return outcome;
  }

  @Override
  public synchronized void pause(String name, boolean paused) {
    ScheduleState known = find(name);
    if (known.paused() != paused) {
      schedules.put(name, new ScheduleState(
          known.definition(), known.active(), paused, null, known.lastTick(), known.lastRun(), known.lastRunAt()));
    }
  }

  @Override
  public synchronized List<ScheduleState> list() {
    return List.copyOf(schedules.values());
  }

  @Override
  public synchronized ScheduleState find(String name) {
    ScheduleState schedule = schedules.get(name);
    if (schedule == null) {
      throw new UnknownScheduleException(name);
    }
    return schedule;
  }
}
