package dev.sluice.core.job;

import dev.sluice.core.run.Limits;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A handle on an op while its job is being defined: carries the type of its output, so that an edge between wrong types does not
 * compile. The methods refine the op and return the same handle. Not safe for several threads.
 *
 * @param <T> what the op returns
 */
public final class Op<T> {
  private final JobBuilder<?> job;
  private final OpDraft draft;
  private final Class<T> type;

  Op(JobBuilder<?> job, OpDraft draft, Class<T> type) {
    this.job = job;
    this.draft = draft;
    this.type = type;
  }

  /** The op's name in its job. */
  public String name() {
    return draft.name;
  }

  Class<T> type() {
    return type;
  }

  JobBuilder<?> job() {
    return job;
  }

  /** Tries it so often, instead of the job's or the settings' default. */
  public Op<T> retry(Retry retry) {
    draft.retry = retry;
    return this;
  }

  /** Interrupts an attempt after this time and counts it as a failure. By default there is no bound. */
  public Op<T> timeout(Duration timeout) {
    draft.timeout = timeout;
    return this;
  }

  /** Runs it on this logical queue instead of the job's. */
  public Op<T> queue(String queue) {
    draft.queue = queue;
    return this;
  }

  /**
   * Gives it an ordering key: of all op executions under the same key, in whatever job and run, one runs at a time, in the order in
   * which their runs were submitted. The key is worked out when a run is submitted, and so from the run's input alone.
   *
   * @param inputType what a run of the job takes
   * @param key gives 1 to 255 letters
   */
  public <I> Op<T> orderedBy(Class<I> inputType, Function<? super I, String> key) {
    draft.limits = draft.limits.with(new OrderedBy<>(inputType, key));
    return this;
  }

  /** Admits at most so many op executions under this key at a time, whatever their job: from ready to terminal, retries included. */
  public Op<T> concurrency(String key, int limit) {
    return limited(() -> draft.limits.with(new Limits.Concurrency(key, limit)));
  }

  /** Lets at most so many op executions under this key become ready in this time, whatever their job, evenly spaced. */
  public Op<T> rateLimit(String key, int permits, Duration period) {
    return limited(() -> draft.limits.with(new Limits.Rate(key, permits, period)));
  }

  /** What is wrong is told with everything else that is wrong, when the job is defined. */
  private Op<T> limited(Supplier<OpLimits> limits) {
    try {
      draft.limits = limits.get();
    } catch (IllegalArgumentException e) {
      draft.problems.add(String.valueOf(e.getMessage()));
    }
    return this;
  }

  /** Runs it with this priority instead of the job's; higher goes first. */
  public Op<T> priority(int priority) {
    draft.priority = priority;
    return this;
  }
}
