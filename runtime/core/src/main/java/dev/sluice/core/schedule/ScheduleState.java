package dev.sluice.core.schedule;

import dev.sluice.core.run.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as the store knows it.
 *
 * @param definition as its job defined it last
 * @param active false if the coordinator that started last knew no such schedule; its ticks start nothing then
 * @param paused true from a pause to the next resume; ticks in between start nothing and do not count as missed
 * @param nextTick the tick that is waited for; null while it is paused or inactive, and until a coordinator has worked it out
 * @param lastTick the latest tick that started a run; null before the first
 * @param lastRun the latest run that it started, by a tick or by hand; null before the first
 * @param lastRunAt when that was accepted; null before the first
 */
public record ScheduleState(
    ScheduleDefinition definition,
    boolean active,
    boolean paused,
    @Nullable Instant nextTick,
    @Nullable Instant lastTick,
    @Nullable RunId lastRun,
    @Nullable Instant lastRunAt) {

  public String name() {
    return definition.name();
  }

  /** Tells whether a coordinator is to look at it now. */
  public boolean isDue(Instant now) {
    return active && !paused && (nextTick == null || !nextTick.isAfter(now));
  }
}
