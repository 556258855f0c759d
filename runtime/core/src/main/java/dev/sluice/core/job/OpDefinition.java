package dev.sluice.core.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An op of a defined job.
 *
 * @param name its key in every run
 * @param type what its output is stored and read back as
 * @param upstream names of the ops whose outputs it takes, in the order in which its code takes them
 * @param body its code
 * @param transactional whether its own SQL is committed together with its result
 * @param retry how often it is tried; empty for the settings' default
 * @param timeout bound on one attempt; empty for none
 * @param queue logical queue
 * @param priority higher goes first
 * @param limits what it waits for besides its upstream
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
    OpLimits limits) {
  public OpDefinition {
    upstream = List.copyOf(upstream);
  }
  OpDefinition with(OpBody other) {
    return new OpDefinition(name, type, upstream, other, transactional, retry, timeout, queue, priority, limits);
  }
}
