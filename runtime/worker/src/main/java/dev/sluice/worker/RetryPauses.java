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

/** How long an op execution waits after a failed attempt: as its op says, or else its job, or else the settings. */
final class RetryPauses {
  private final JobRegistry jobs;
  private final Retry byDefault;
  private final RandomGenerator random;

  RetryPauses(JobRegistry jobs, Retry byDefault, RandomGenerator random) {
    this.jobs = jobs;
    this.byDefault = byDefault;
    this.random = random;
  }

  /** Returns the pause; empty if the result is no failure, or one that must not be retried. */
  Optional<Duration> after(Lease lease, ExecutionResult result) {
    return result instanceof ExecutionResult.Failure failure && failure.retryable()
        ? Optional.of(retryOf(lease).pauseAfter(lease.attempt(), random))
        : Optional.empty();
  }

  private Retry retryOf(Lease lease) {
    try {
      return jobs.job(lease.jobName()).op(lease.key().opKey()).retry().orElse(byDefault);
    } catch (UnknownJobException | UnknownOpException e) {
      return byDefault; // the attempt failed for this very reason
    }
  }
}
