package dev.sluice.core.job;

import dev.sluice.core.run.Limits;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  boolean isMap() {
    return draft.element != null;
  }

  boolean isTransactional() {
    return draft.transactional;
  }

  /** The op, as long as it may be refined. */
  private OpDraft draft() {
    job.refuseAfterOutput("op \"" + name() + "\" is refined");
    return draft;
  }

  /** Tries it so often, instead of the job's or the settings' default; a sub-job that did not succeed is started again only by this. */
  public Op<T> retry(Retry retry) {
    if (draft().given(retry, "retry")) {
      draft().retry = retry;
    }
    return this;
  }

  /**
   * Interrupts an attempt after this time and counts it as a failure. By default there is no bound. Of an op that awaits a signal: how
   * long it waits, after which it fails. Of a sub-job: how long each of its runs may take from its start, after which it is called off and the
   * op fails.
   */
  public Op<T> timeout(Duration timeout) {
    if (draft().given(timeout, "timeout")) {
      draft().timeout = timeout;
    }
    return this;
  }

  /** Runs it on this logical queue instead of the job's. */
  public Op<T> queue(String queue) {
    if (draft().given(queue, "queue")) {
      draft().queue = queue;
    }
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
    if (draft().given(inputType, "class of what gives its ordering key") & draft().given(key, "ordering key's function")) {
      draft().limits = draft().limits.with(new OrderedBy<>(inputType, key));
    }
    return this;
  }

  /**
   * Lets at most so many op executions under this key go on at a time, whatever their job: each from its first attempt until it is
   * terminal, pauses between attempts included. All ops under the key have the same limit; another one holds for runs that
   * are submitted with it.
   */
  public Op<T> concurrency(String key, int limit) {
    refuseSecond("concurrency key", draft().limits.bounds().concurrency());
    return limited(() -> draft().limits.with(new Limits.Concurrency(key, limit)));
  }

  /** Lets at most so many op executions under this key become ready in this time, whatever their job, evenly spaced. */
  public Op<T> rateLimit(String key, int permits, Duration period) {
    refuseSecond("rate limit", draft().limits.bounds().rate());
    return draft().given(period, "period of a rate limit") ? limited(() -> draft().limits.with(new Limits.Rate(key, permits, period))) : this;
  }

  private void refuseSecond(String what, @Nullable Object first) {
    if (first != null) {
      draft().problems.add("it has a " + what + " already, and can have one");
    }
  }

  /** What is wrong is told with everything else that is wrong, when the job is defined. */
  private Op<T> limited(Supplier<OpLimits> limits) {
    try {
      draft().limits = limits.get();
    } catch (IllegalArgumentException e) {
      draft().problems.add(String.valueOf(e.getMessage()));
    }
    return this;
  }

  /** Runs it with this priority instead of the job's; higher goes first. */
  public Op<T> priority(int priority) {
    draft().priority = priority;
    return this;
  }

  /**
   * Starts it by another rule than that all of its upstream succeeded. What it takes of ops that did not succeed is null, in a list of
   * several ops too; the list of a map leaves out the elements that did not.
   */
  public Op<T> when(Trigger trigger) {
    if (trigger == Trigger.UNDO) {
      draft().problems.add("the trigger UNDO is for compensations, which the platform makes");
    }
    if (draft().given(trigger, "trigger")) {
      draft().trigger = trigger;
    }
    return this;
  }

  /** Runs it only if another op has returned this value; if that returned another, this op is skipped, with all that needs it. */
  public <D> Op<T> onlyIf(Op<D> decision, D value) {
    if (!draft().given(decision, "decision")) {
      return this;
    }
    if (draft().decision != null) {
      draft().problems.add("it hangs on two decisions, \"" + draft().decision.name() + "\" and \"" + decision.name() + "\"");
    }
    draft().decision = decision;
    draft().chosen = value;
    return this;
  }

  /** Starts it only after these, whose outputs it does not take as arguments. */
  public Op<T> after(Op<?>... others) {
    draft().after.addAll(draft().present(others == null ? null : Arrays.asList(others)));
    return this;
  }

  /** Starts it only after all of these. */
  public Op<T> after(Collection<? extends Op<?>> others) {
    draft().after.addAll(draft().present(others));
    return this;
  }

  /** Lets the run succeed although this op failed, if the run's output op succeeds. */
  public Op<T> mayFail() {
    draft().mayFail = true;
    return this;
  }

  /** Of a map: runs at most so many elements of it at a time in each run. */
  public Op<T> width(int elements) {
    if (!(draft().work instanceof OpWork.Fan fan)) {
      draft().problems.add("a width is for a map");
    } else if (elements < 1) {
      draft().problems.add("a width is at least 1, got " + elements);
    } else {
      draft().work = new OpWork.Fan(fan.itemType(), elements);
    }
    return this;
  }

  /**
   * Undoes the op if its run fails after it has succeeded: takes the op's output. What is undone goes in the reverse order of what was
   * done; each has the retries of the job. A run that is called off undoes nothing.
   */
  @SuppressWarnings("unchecked")
  public Op<T> compensate(Compensation<? super T> code) {
    draft().running(code).compensation = (input, outputs, context, connection) -> {
      code.undo((T) outputs.get(0), context);
      return null;
    };
    return this;
  }
}
