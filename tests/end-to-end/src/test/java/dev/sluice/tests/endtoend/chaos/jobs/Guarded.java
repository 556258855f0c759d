package dev.sluice.tests.endtoend.chaos.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;

/** A sub-job, and then somebody has to agree. */
public final class Guarded implements JobSource<Integer, Integer> {
  @Override
  public Job<Integer, Integer> define(JobBuilder<Integer> job) {
    Op<Integer> sum = job.sub("add-up", new Squares());
    Op<Boolean> agreed = job.await("agree", Boolean.class);
    return job.output(job.op("tell", Integer.class, sum, (result, context) -> result).after(agreed));
  }
}
