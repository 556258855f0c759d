package dev.sluice.coordinator;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;

/** Two ops in a row: the number twice, then in words. */
final class Double implements JobSource<Double.Input, String> {
  record Input(int number) {}

  @Override
  public Job<Input, String> define(JobBuilder<Input> job) {
    var twice = job.op("twice", Integer.class, (input, context) -> 2 * input.number());
    return job.output(job.op("say", String.class, twice, (number, context) -> "it is " + number));
  }
}
