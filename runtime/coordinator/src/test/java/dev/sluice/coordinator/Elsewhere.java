package dev.sluice.coordinator;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.util.Map;

/** A job on a queue that the test's stack lacks. Its input is any JSON object. */
final class Elsewhere implements JobSource<Elsewhere.Input, String> {
  record Input(Map<String, Object> anything) {}

  @Override
  public Job<Input, String> define(JobBuilder<Input> job) {
    return job.output(job.queue("gpu").op("stay", String.class, (input, context) -> "here"));
  }
}
