package dev.sluice.core.schedule;

import dev.sluice.core.store.SubmitOutcome;

/**
 * A schedule whose due ticks have been dealt with.
 *
 * @param plan what was done
 * @param outcome what became of its runs
 */
public record FiredSchedule(TickPlan plan, SubmitOutcome outcome) {}
