package dev.sluice.tests.endtoend.chaos.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Fails until there is a remedy, and soon ends in quarantine. */
public final class Poison implements JobSource<String, String> {
  private static final Duration PAUSE = Duration.ofMillis(20);

  @Override
  public Job<String, String> define(JobBuilder<String> job) {
    return job.output(job.op("swallow", String.class, (remedy, context) -> {
      if (!Files.exists(Path.of(remedy))) {
        throw new IllegalStateException("there is no " + remedy);
      }
      return "well";
    }).retry(new Retry(2, PAUSE, 1, PAUSE, 0)));
  }
}
