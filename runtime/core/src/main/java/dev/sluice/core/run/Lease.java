package dev.sluice.core.run;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's right to run and commit one attempt until a time, with all that the attempt needs to know.
 *
 * @param token op execution and attempt
 * @param jobName name of the job
 * @param jobVersion version that the run was submitted with
 * @param queue logical queue
 * @param priority higher is served first
 * @param maxAttempts attempts that the op execution has in all
 * @param expiresAt until when, by the store's clock
 * @param runInput the run's input as JSON text
 * @param upstreamOutputs committed outputs as JSON text, by op key; those of the upstream ops that have one
 * @param tags the run's tags
 * @param opInput what only this op execution takes, an element of a map, as JSON text; null for nothing
 * @param signal what it waited for and has come: the signal as JSON text, or the {@link ChildOutcome} of its sub-job; null for nothing
 * @param consequence what its success may set going, as far as the store knows; {@link Consequence#DOWNSTREAM} where nobody has looked
 */
public record Lease(
    LeaseToken token,
    String jobName,
    String jobVersion,
    String queue,
    int priority,
    int maxAttempts,
    Instant expiresAt,
    String runInput,
    Map<String, String> upstreamOutputs,
    Map<String, String> tags,
    @Nullable String opInput,
    @Nullable String signal,
    Consequence consequence) {
  /** A lease of an op execution that takes nothing of its own. */
  public Lease(LeaseToken token, String jobName, String jobVersion, String queue, int priority, int maxAttempts, Instant expiresAt,
      String runInput, Map<String, String> upstreamOutputs, Map<String, String> tags) {
    this(token, jobName, jobVersion, queue, priority, maxAttempts, expiresAt, runInput, upstreamOutputs, tags, null, null,
        Consequence.DOWNSTREAM);
  }

  public Lease {
    upstreamOutputs = Map.copyOf(upstreamOutputs);
    tags = Map.copyOf(tags);
  }

  public IdempotencyKey key() {
    return token.key();
  }

  public int attempt() {
    return token.attempt();
  }
}
