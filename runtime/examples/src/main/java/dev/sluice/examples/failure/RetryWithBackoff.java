package dev.sluice.examples.failure;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import java.io.IOException;
import java.time.Duration;

/** An op that fails is tried again after a pause that grows. A shop whose server is busy at first. */
public final class RetryWithBackoff implements JobSource<RetryWithBackoff.Purchase, String> {
  /** What to buy, and how often the server says that it is busy. */
  public record Purchase(String article, int busyTimes) {}

  @Override
  public Job<Purchase, String> define(JobBuilder<Purchase> job) {
    return job.output(job.op("buy", String.class, (purchase, context) -> {
      if (context.attempt() <= purchase.busyTimes()) {
        throw new IOException("503, try again later");
      }
      return purchase.article() + " at attempt " + context.attempt();
    }).retry(new Retry(4, Duration.ofMillis(100), 2, Duration.ofSeconds(10), 0.2)));
  }
}
