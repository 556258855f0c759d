package dev.sluice.examples.failure;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** An attempt that takes too long is interrupted, and counts as failed. A camera that does not answer until it is asked again. */
public final class Timeout implements JobSource<String, String> {
  @Override
  public Job<String, String> define(JobBuilder<String> job) {
    return job.output(job.op("take-picture", String.class, (camera, context) -> {
      if (context.attempt() == 1) {
        new CountDownLatch(1).await(); // an answer that never comes; the interrupt ends the wait
      }
      return "picture of " + camera;
    }).timeout(Duration.ofMillis(300)).retry(new Retry(3, Duration.ofMillis(10), 1, Duration.ofMillis(10), 0)));
  }
}
