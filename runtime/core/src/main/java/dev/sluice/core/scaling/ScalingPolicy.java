package dev.sluice.core.scaling;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides the size of a pool from its backlog by two thresholds. A pure function of the state: safe for any thread, blocks never.
 *
 * <p>A pool grows at once to the size that brings the backlog per worker to the upper threshold, since waiting work is what users
 * feel. It shrinks by one worker at a time, since a worker that is stopped too early has to be started again. Between two changes
 * lies the cooldown; only a size outside the range is corrected without one. What could not be measured changes nothing.
 *
 * @param growAbove ready op executions per worker above which the pool grows, more than 0
 * @param shrinkBelow ready op executions per worker below which the pool shrinks, at most {@code growAbove}
 * @param range sizes allowed
 * @param cooldown least time between two changes
 */
public record ScalingPolicy(double growAbove, double shrinkBelow, WorkerRange range, Duration cooldown) {
  public ScalingPolicy {
    if (!(growAbove > 0)) {
      throw new IllegalArgumentException("growAbove must be > 0, got " + growAbove);
    }
    if (!(shrinkBelow >= 0 && shrinkBelow <= growAbove)) {
      throw new IllegalArgumentException("shrinkBelow must be 0 to growAbove " + growAbove + ", got " + shrinkBelow);
    }
    if (cooldown.isNegative()) {
      throw new IllegalArgumentException("cooldown must not be negative, got " + cooldown);
    }
  }

  /** Decides; workers that were asked for and do not run yet count, or a slow start would be answered by more of them. */
  public ScalingDecision decide(ScalingState state) {
    Long ready = state.ready();
    FleetSize fleet = state.fleet();
    if (fleet == null) {
      return ScalingDecision.hold("the size of the pool could not be measured");
    }
    int workers = fleet.desired();
    if (!range.contains(workers)) {
      int nearest = range.nearest(workers);
      return ScalingDecision.move(workers, nearest, workers + " workers are not within " + range.min() + " to " + range.max());
    }
    if (ready == null) {
      return ScalingDecision.hold("the backlog could not be measured");
    }
    String measured = ready + " ready for " + workers + " workers";
    int target = target(ready, workers);
    if (target == workers) {
      return ScalingDecision.hold(measured);
    }
    Instant lastChange = state.lastChange();
    if (lastChange != null && state.now().isBefore(lastChange.plus(cooldown))) {
      return ScalingDecision.hold(measured + ", cooling down until " + lastChange.plus(cooldown));
    }
    return ScalingDecision.move(workers, target, measured);
  }

  private int target(long ready, int workers) {
    if (ready > growAbove * workers) {
      return range.nearest((long) Math.ceil(ready / growAbove));
    }
    if (ready < shrinkBelow * workers) {
      return range.nearest(workers - 1L);
    }
    return workers;
  }
}
