package dev.sluice.examples.wait;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.Duration;

/** A signal may come before its op is reached: it is kept. A payment that arrives while the order is still being packed. */
public final class EarlySignal implements JobSource<EarlySignal.Order, String> {
  /** What was ordered. */
  public record Order(String number) {}

  /** What the bank tells. */
  public record Payment(int cents) {}

  @Override
  public Job<Order, String> define(JobBuilder<Order> job) {
    Op<String> packed = job.op("pack", String.class, (order, context) -> "parcel " + order.number());
    Op<Payment> payment = job.await("payment", Payment.class).after(packed).timeout(Duration.ofDays(14));
    return job.output(job.op("send", String.class, packed, payment, (parcel, paid, context) ->
        parcel + " leaves, " + paid.cents() + " cents are in"));
  }
}
