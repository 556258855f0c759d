package dev.sluice.examples.branch;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;

/** An op decides, two branches hang on what it says, and firstOf takes the one that ran. Small refunds need no clerk. */
public final class Decision implements JobSource<Decision.Refund, String> {
  /** What a customer wants back. */
  public record Refund(String customer, int cents) {}

  @Override
  public Job<Refund, String> define(JobBuilder<Refund> job) {
    Op<Boolean> small = job.op("is-small", Boolean.class, (refund, context) -> refund.cents() <= 5_000);
    Op<String> paid = job.op("pay-back", String.class, (refund, context) -> "paid " + refund.customer()).onlyIf(small, true);
    Op<String> letter = job.op("ask-for-receipt", String.class, (refund, context) -> "asked " + refund.customer())
        .onlyIf(small, false);
    // What stands downstream of a branch that was not chosen is skipped with it.
    Op<String> clerk = job.op("hand-to-clerk", String.class, letter, (asked, context) -> asked + ", a clerk decides");
    return job.output(job.firstOf("done", String.class, List.of(paid, clerk)));
  }
}
