package dev.sluice.tests.conformance.workflow;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.util.function.Function;

/** A job that a test draws where it needs it. */
record Sketch<I, O>(String name, Class<I> inputType, Function<JobBuilder<I>, Job<I, O>> drawing) implements JobSource<I, O> {
  @Override
  public Job<I, O> define(JobBuilder<I> job) {
    return drawing.apply(job);
  }
}
