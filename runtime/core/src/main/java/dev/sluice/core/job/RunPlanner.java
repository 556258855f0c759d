package dev.sluice.core.job;

import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Turns a job and an input into what the store accepts. Safe for any thread if its random source is. */
public final class RunPlanner {
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Payloads payloads;
  private final int defaultMaxAttempts;

  /**
   * Makes a planner.
   *
   * @param defaultMaxAttempts attempts of an op whose definition has no retry
   */
  public RunPlanner(InstantSource clock, RandomGenerator random, Payloads payloads, int defaultMaxAttempts) {
    this.clock = clock;
    this.random = random;
    this.payloads = payloads;
    this.defaultMaxAttempts = defaultMaxAttempts;
  }

  /**
   * Plans a run.
   *
   * @param input JSON text; must be readable as the job's input type
   * @throws UnusablePayloadException if it is not
   */
  public RunRequest plan(Job<?, ?> job, String input, Map<String, String> tags, @Nullable String idempotencyKey) {
    payloads.read(input, job.inputType(), "the input of job " + job.name());
    return new RunRequest(
        RunId.next(clock, random),
        job.name(),
        job.version(),
        input,
        job.outputOp(),
        tags,
        idempotencyKey,
        job.ops().stream().map(this::plan).toList());
  }

  private OpPlan plan(OpDefinition op) {
    return new OpPlan(
        op.name(), op.queue(), op.priority(), op.retry().map(Retry::maxAttempts).orElse(defaultMaxAttempts), op.upstream(), null);
  }
}
