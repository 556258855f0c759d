package dev.sluice.examples.subjob;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;

/** A job as one op of another: it has a run of its own, and its output is the op's. An order calls the job that ships things. */
public final class SubJob implements JobSource<SubJob.Order, String> {
  /** What somebody buys. */
  public record Order(String article, int pieces, String town) {}

  /** What is to be brought where. */
  public record Parcel(int grams, String town) {}

  /** Can be submitted on its own, too. */
  public static final class ShipParcel implements JobSource<Parcel, String> {
    @Override
    public Job<Parcel, String> define(JobBuilder<Parcel> job) {
      Op<String> label = job.op("print-label", String.class, (parcel, context) -> parcel.town() + ", " + parcel.grams() + " g");
      return job.output(job.op("hand-over", String.class, label, (text, context) -> "handed over: " + text));
    }
  }

  @Override
  public Job<Order, String> define(JobBuilder<Order> job) {
    Op<Order> packed = job.op("pack", Order.class, (order, context) -> order);
    Op<String> shipped = job.sub("ship", new ShipParcel(), packed, order -> new Parcel(250 * order.pieces(), order.town()));
    return job.output(job.op("thank", String.class, packed, shipped, (order, sent, context) ->
        "Thank you for " + order.pieces() + " x " + order.article() + " (" + sent + ")"));
  }
}
