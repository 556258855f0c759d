package dev.sluice.core.job;

import java.time.Duration;

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

  /** Runs it with this priority instead of the job's; higher goes first. */
  public Op<T> priority(int priority) {
    draft.priority = priority;
    return this;
  }
}
