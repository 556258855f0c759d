package dev.sluice.examples.basics;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.math.BigDecimal;
import java.util.List;

/** Records go in and come out: JSON is how they travel, and no annotation is needed. An order becomes an invoice. */
public final class RecordsInAndOut implements JobSource<RecordsInAndOut.Order, RecordsInAndOut.Invoice> {
  /** A line of an order. */
  public record Line(String article, int pieces, BigDecimal price) {
    public Line {
      // What is wrong with an input is told to whoever submits it.
      if (pieces < 1) {
        throw new IllegalArgumentException("pieces must be >= 1, got " + pieces);
      }
    }
  }

  /** What a customer wants. */
  public record Order(String customer, List<Line> lines) {}

  /** What the customer owes. */
  public record Invoice(String customer, BigDecimal total) {}

  @Override
  public Job<Order, Invoice> define(JobBuilder<Order> job) {
    return job.output(job.op("add-up", Invoice.class, (order, context) -> new Invoice(order.customer(), order.lines().stream()
        .map(line -> line.price().multiply(BigDecimal.valueOf(line.pieces())))
        .reduce(BigDecimal.ZERO, BigDecimal::add))));
  }
}
