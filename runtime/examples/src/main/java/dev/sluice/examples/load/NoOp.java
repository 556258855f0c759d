package dev.sluice.examples.load;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;

/** One op that does nothing: whatever time a run of it takes is the platform's. The benchmark counts these. */
public final class NoOp implements JobSource<NoOp.Input, Boolean> {
  /** Nothing. */
  public record Input() {}

  @Override
  public Job<Input, Boolean> define(JobBuilder<Input> job) {
    return job.output(job.op("nothing", Boolean.class, (input, context) -> true));
  }
}
