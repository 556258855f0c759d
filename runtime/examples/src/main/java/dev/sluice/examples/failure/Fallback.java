package dev.sluice.examples.failure;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.Trigger;
import java.io.IOException;
import java.util.List;

/** An op that may fail, and another that stands in for it. Today's exchange rate, or else yesterday's. */
public final class Fallback implements JobSource<Fallback.Amount, String> {
  /** Money in dollars, and whether the bank's server answers today. */
  public record Amount(int dollars, boolean bankAnswers) {}

  @Override
  public Job<Amount, String> define(JobBuilder<Amount> job) {
    Op<Double> today = job.op("ask-bank", Double.class, (amount, context) -> {
      if (!amount.bankAnswers()) {
        throw new IOException("no answer");
      }
      return 0.9;
    }).retry(Retry.never()).mayFail();
    Op<Double> yesterday = job.op("look-up-yesterday", Double.class, (amount, context) -> 0.8)
        .after(today).when(Trigger.ANY_FAILED);
    Op<Double> rate = job.firstOf("rate", Double.class, List.of(today, yesterday));
    return job.output(job.op("convert", String.class, rate, (known, context) ->
        context.input(Amount.class).dollars() + " dollars are " + known * context.input(Amount.class).dollars() + " euros"));
  }
}
