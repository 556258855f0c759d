package dev.sluice.examples.failure;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;

/** Failures that are not worth another attempt, by their class. What is no port's number will not become one. */
public final class RetryNotOn implements JobSource<String, Integer> {
  @Override
  public Job<String, Integer> define(JobBuilder<String> job) {
    return job.output(job.op("read-port", Integer.class, (text, context) -> Integer.parseInt(text))
        .retry(Retry.exponential(5).notOn(NumberFormatException.class)));
  }
}
