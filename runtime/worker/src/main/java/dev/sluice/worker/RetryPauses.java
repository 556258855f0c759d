package dev.sluice.worker;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.UnknownJobException;
import dev.sluice.core.job.UnknownOpException;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long an op execution waits after a failed attempt: as its op says, or else its job, or else the settings. A job says nothing for its ops
 * that start sub-jobs.
 */
final class RetryPauses {
  private final JobRegistry jobs;
  private final Retry byDefault;
  private final RandomGenerator random;

  RetryPauses(JobRegistry jobs, Retry byDefault, RandomGenerator random) {
    this.jobs = jobs;
    this.byDefault = byDefault;
    this.random = random;
  }

  /**
   * Returns the pause, which grows with the attempts that count: neither those before a redrive nor those handed over; empty if the
   * result is no failure, or one that must not be retried.
   */
  Optional<Duration> after(Lease lease, ExecutionResult result) {
    return result instanceof ExecutionResult.Failure failure && failure.retryable()
        ? Optional.of(pause(retryOf(lease), lease))
        : Optional.empty();
  }

  private Duration pause(Retry retry, Lease lease) {
    int attemptsLeft = lease.maxAttempts() - lease.attempt();
    return retry.pauseAfter(Math.max(1, retry.maxAttempts() - attemptsLeft), random);
  }

  private Retry retryOf(Lease lease) {
    try {
      return jobs.job(lease.jobName()).op(lease.key().opKey()).retry().orElse(byDefault);
    } catch (UnknownJobException | UnknownOpException e) {
      return byDefault; // the attempt failed for this very reason
    }
  }
}
