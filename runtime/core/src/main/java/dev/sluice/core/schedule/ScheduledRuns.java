package dev.sluice.core.schedule;

import dev.sluice.core.run.RunRequest;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans the runs of schedules. The idempotency key of a tick's run is made of schedule and tick, so that even a store that forgot how far
 * it was could not start a second one. Safe for any thread.
 */
public final class ScheduledRuns implements ScheduleStore.Planner {
  /** Tag of a run that a schedule started: the schedule's name. */
  public static final String SCHEDULE_TAG = "schedule";
  /** Tag of a run that a tick started: the tick, as in {@code 2026-11-21T02:30:00Z}. A run started by hand has none. */
  public static final String TICK_TAG = "tick";

  private final RunDesk desk;

  public ScheduledRuns(RunDesk desk) {
    this.desk = desk;
  }

  /** Returns the idempotency key of the run that a tick starts. */
  public static String keyOf(String schedule, Instant tick) {
    return "schedule/" + schedule + "@" + tick;
  }

  @Override
  public TickPlan plan(ScheduleState schedule, Instant now) {
    ScheduleDefinition definition = schedule.definition();
    Recurrence recurrence = definition.recurrence();
    Firing firing = schedule.nextTick() == null
        ? new Firing(List.of(), false, recurrence.after(now))
        : Firing.of(recurrence, definition.missed(), schedule.nextTick(), now);
    return new TickPlan(firing, firing.ticks().stream().map(tick -> ofTick(definition, tick)).toList());
  }

  private RunRequest ofTick(ScheduleDefinition definition, Instant tick) {
    return desk.plan(new RunOrder(definition.job(), definition.input(),
        Map.of(SCHEDULE_TAG, definition.name(), TICK_TAG, tick.toString()), keyOf(definition.name(), tick)));
  }

  /**
   * Plans a run that somebody wants now; throws as {@link RunDesk#plan} does.
   *
   * @param idempotencyKey of the caller's; null if there is none
   */
  public RunRequest byHand(ScheduleDefinition definition, @Nullable String idempotencyKey) {
    return desk.plan(new RunOrder(definition.job(), definition.input(), Map.of(SCHEDULE_TAG, definition.name()), idempotencyKey));
  }
}
