package dev.sluice.core.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An op of a defined job.
 *
 * @param name its key in every run
 * @param type what its output is stored and read back as
 * @param upstream names of the ops that it looks at before it starts
 * @param body its code
 * @param transactional whether its own SQL is committed together with its result
 * @param retry how often it is tried; empty for the settings' default
 * @param timeout bound on one attempt; empty for none
 * @param queue logical queue
 * @param priority higher goes first
 * @param limits what it waits for besides its upstream
 * @param inputs names of the upstream ops whose outputs it takes, in the order in which its code takes them
 * @param flow when it starts
 * @param work what is made of what its code returns
 * @param takes class of what only this op execution takes, an element of a map or a signal; empty if it takes its upstream
 */
public record OpDefinition(
    String name,
    Class<?> type,
    List<String> upstream,
    OpBody body,
    boolean transactional,
    Optional<Retry> retry,
    Optional<Duration> timeout,
    String queue,
    int priority,
    OpLimits limits,
    List<String> inputs,
    OpFlow flow,
    OpWork work,
    Optional<Class<?>> takes) {
  public OpDefinition {
    upstream = List.copyOf(upstream);
    inputs = List.copyOf(inputs);
  }

  /** The same op with other code, and its sub-job with other code too. */
  OpDefinition withCode(UnaryOperator<OpBody> other) {
    OpWork same = work instanceof OpWork.Sub sub ? new OpWork.Sub(sub.child().withCode(other), sub.patience()) : work;
    return new OpDefinition(name, type, upstream, other.apply(body), transactional, retry, timeout, queue, priority, limits, inputs, flow,
        same, takes);
  }
}
