package dev.sluice.core.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One op execution of a run that is about to be submitted.
 *
 * @param opKey key within the run
 * @param queue logical queue
 * @param priority higher is served first
 * @param maxAttempts attempts in all, at least 1
 * @param upstream keys of the ops that it looks at before it starts, by its trigger
 * @param orderingKey ops that share it run one at a time, in submission order; none if null
 * @param limits what else it has to wait for
 * @param flow how it stands in its run
 */
public record OpPlan(
    String opKey, String queue, int priority, int maxAttempts, List<String> upstream, @Nullable String orderingKey,
    Limits limits, Flow flow) {
  /** An op execution that waits for nothing else. */
  public OpPlan(
      String opKey, String queue, int priority, int maxAttempts, List<String> upstream, @Nullable String orderingKey) {
    this(opKey, queue, priority, maxAttempts, upstream, orderingKey, Limits.NONE);
  }

  /** An op execution that is like most in its run. */
  public OpPlan(
      String opKey, String queue, int priority, int maxAttempts, List<String> upstream, @Nullable String orderingKey, Limits limits) {
    this(opKey, queue, priority, maxAttempts, upstream, orderingKey, limits, Flow.PLAIN);
  }

  public OpPlan {
    if (!IdempotencyKey.isOpKey(opKey)) {
      throw new IllegalArgumentException("not an op key: \"" + opKey + "\"");
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be >= 1, got " + maxAttempts);
    }
    if (orderingKey != null) {
      Limits.checkKey(orderingKey, "an ordering key");
    }
    upstream = List.copyOf(upstream);
  }

  /** Tells whether it waits for anything besides its upstream, so that it is admitted and not just ready. */
  public boolean isLimited() {
    return !isGiven() && (orderingKey != null || limits.rate() != null || limits.share() != null);
  }

  /** Tells whether it is taken over from another run and has its output already. */
  public boolean isGiven() {
    return flow.given() != null;
  }

  /** Tells whether the ends of its upstream ops are judged by a trigger, and not just counted. */
  public boolean isTriggered() {
    return flow.trigger() != Trigger.ALL_SUCCEEDED;
  }

  /** Returns the same as its run's terms want it: what only waits counts for no tenant. */
  public OpPlan on(RunTerms terms) {
    Limits limited = flow.pause() == null ? new Limits(limits.concurrency(), limits.rate(), terms.share()) : limits;
    int served = terms.priority() == null ? priority : terms.priority();
    return new OpPlan(opKey, queue, served, maxAttempts, upstream, orderingKey, limited, flow);
  }

  /** Returns the same with another flow. */
  public OpPlan with(Flow other) {
    return new OpPlan(opKey, queue, priority, maxAttempts, upstream, orderingKey, limits, other);
  }

  /** Tells whether a claim may find it ready and pass it over, since all slots of its concurrency key are taken. */
  public boolean isBounded() {
    return !isGiven() && limits.concurrency() != null;
  }
}
