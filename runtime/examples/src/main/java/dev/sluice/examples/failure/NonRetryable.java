package dev.sluice.examples.failure;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Retry;

/** Code that knows that another attempt cannot help says so. A card that was declined stays declined. */
public final class NonRetryable implements JobSource<NonRetryable.Charge, String> {
  /** What to take from which card. */
  public record Charge(String card, int cents) {}

  @Override
  public Job<Charge, String> define(JobBuilder<Charge> job) {
    return job.output(job.op("charge", String.class, (charge, context) -> {
      if (charge.card().startsWith("stolen")) {
        throw new NonRetryableException("the bank declined the card");
      }
      return charge.cents() + " cents taken";
    }).retry(Retry.exponential(5)));
  }
}
