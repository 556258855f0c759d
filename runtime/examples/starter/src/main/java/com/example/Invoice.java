package com.example;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** A job of your own: three ops, the last of which takes what the other two return. */
public final class Invoice implements JobSource<Invoice.Order, String> {
  public record Order(String customer, List<BigDecimal> prices) {}

  @Override
  public Job<Order, String> define(JobBuilder<Order> job) {
    Op<BigDecimal> total = job.op("add-up", BigDecimal.class, (order, context) -> order.prices().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    Op<String> address = job.op("look-up", String.class, (order, context) -> order.customer().toUpperCase(Locale.ROOT)).retry(Retry.exponential(5));
    return job.output(job.op("write", String.class, total, address, (sum, name, context) -> name + " owes " + sum));
  }
}
