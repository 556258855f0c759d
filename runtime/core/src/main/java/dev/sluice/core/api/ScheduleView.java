package dev.sluice.core.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.run.RunId;
import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.schedule.ScheduleState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a job starts by itself: an entry of the answer to {@code GET /v1/schedules}.
 *
 * @param name what it is called
 * @param job what it starts
 * @param when a cron expression of five fields, or {@code every} and a duration
 * @param zone the time zone whose clocks that is about
 * @param missed what becomes of ticks that passed while nobody could start their runs
 * @param input of each run
 * @param active false if no job defines it any more
 * @param paused whether somebody paused it
 * @param nextTick the tick that is waited for; null while it is paused or inactive, and until a coordinator has worked it out
 * @param lastTick the latest tick that started a run; null before the first
 * @param lastRun the latest run that it started, by a tick or by hand; null before the first
 * @param lastRunAt when that was accepted; null before the first
 */
public record ScheduleView(
    String name,
    String job,
    String when,
    String zone,
    MissedTicks missed,
    @Nullable JsonNode input,
    boolean active,
    boolean paused,
    @Nullable Instant nextTick,
    @Nullable Instant lastTick,
    @Nullable RunId lastRun,
    @Nullable Instant lastRunAt) {

  public static ScheduleView of(ScheduleState schedule) {
    ScheduleDefinition definition = schedule.definition();
    return new ScheduleView(definition.name(), definition.job(), definition.when(), definition.zone(), definition.missed(),
        ApiJson.tree(definition.input()), schedule.active(), schedule.paused(), schedule.nextTick(), schedule.lastTick(),
        schedule.lastRun(), schedule.lastRunAt());
  }
}
