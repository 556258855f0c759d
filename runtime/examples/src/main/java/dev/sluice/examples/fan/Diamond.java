package dev.sluice.examples.fan;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;

/** One op, two that follow it side by side, one that waits for both. An order is confirmed if it is in stock and paid for. */
public final class Diamond implements JobSource<Diamond.Request, String> {
  /** What comes in. */
  public record Request(String article, int pieces) {}

  /** The same, with a number. */
  public record Order(String number, String article, int pieces) {}

  @Override
  public Job<Request, String> define(JobBuilder<Request> job) {
    Op<Order> order = job.op("register", Order.class, (request, context) ->
        new Order("A-" + request.pieces(), request.article(), request.pieces()));
    Op<Boolean> inStock = job.op("check-stock", Boolean.class, order, (taken, context) -> taken.pieces() <= 100);
    Op<Integer> price = job.op("price", Integer.class, order, (taken, context) -> taken.pieces() * 250);
    return job.output(job.op("confirm", String.class, order, inStock, price, (taken, available, cents, context) ->
        taken.number() + (available ? ": " + taken.pieces() + " x " + taken.article() + " for " + cents : ": sold out")));
  }
}
