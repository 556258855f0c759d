package dev.sluice.tests.endtoend.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.nio.file.Files;
import java.nio.file.Path;

/** Computes until a file appears, whatever anybody says. */
public final class Deaf implements JobSource<Deaf.Input, Deaf.Output> {
  /** The file. */
  public record Input(String until) {}

  /** Nothing. */
  public record Output() {}

  @Override
  public Job<Input, Output> define(JobBuilder<Input> job) {
    return job.output(job.op("compute", Output.class, (input, context) -> {
      context.progress(1, 2);
      while (!Files.exists(Path.of(input.until()))) {
        Thread.onSpinWait();
      }
      return new Output();
    }));
  }
}
