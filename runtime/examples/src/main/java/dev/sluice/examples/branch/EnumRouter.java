package dev.sluice.examples.branch;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;

/** A decision among more than two: an enum, and a branch for each of its values. How an order is delivered. */
public final class EnumRouter implements JobSource<EnumRouter.Order, String> {
  /** Ways to bring it. */
  public enum Way { MAIL, COURIER, FREIGHT }

  /** What is to be delivered. */
  public record Order(String article, int grams, boolean express) {}

  @Override
  public Job<Order, String> define(JobBuilder<Order> job) {
    Op<Way> way = job.op("route", Way.class, (order, context) ->
        order.grams() > 30_000 ? Way.FREIGHT : order.express() ? Way.COURIER : Way.MAIL);
    Op<String> mail = job.op("mail", String.class, (order, context) -> order.article() + " by mail")
        .onlyIf(way, Way.MAIL);
    Op<String> courier = job.op("courier", String.class, (order, context) -> order.article() + " by courier")
        .onlyIf(way, Way.COURIER);
    Op<String> freight = job.op("freight", String.class, (order, context) -> order.article() + " by lorry")
        .onlyIf(way, Way.FREIGHT);
    return job.output(job.firstOf("sent", String.class, List.of(mail, courier, freight)));
  }
}
