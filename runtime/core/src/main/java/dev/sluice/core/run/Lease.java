package dev.sluice.core.run;

import java.time.Instant;
import java.util.Map;

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
 * @param upstreamOutputs committed outputs as JSON text, by op key
 * @param tags the run's tags
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
    Map<String, String> tags) {
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

  /** Tells whether a failure of this attempt leaves no further one. */
  public boolean isLastAttempt() {
    return attempt() >= maxAttempts;
  }
}
