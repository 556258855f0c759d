package dev.sluice.tests.endtoend.chaos.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;

/** Does something, fails for good, and undoes it. */
public final class Undone implements JobSource<String, String> {
  @Override
  public Job<String, String> define(JobBuilder<String> job) {
    Op<String> done = job.op("do", String.class, (what, context) -> what)
        .compensate((what, context) -> context.logger().info("undid {}", what));
    return job.output(job.op("use", String.class, done, (what, context) -> {
      throw new NonRetryableException("nobody wants " + what);
    }));
  }
}
