package dev.sluice.testing;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A job to be tested: charges, packs and labels side by side, ships. Tells what its ops did. */
final class Shop implements JobSource<Shop.Order, String> {
  record Order(String customer, int amount) {}

  record Receipt(String text) {}

  final List<String> done = new ArrayList<>();

  @Override
  public Job<Order, String> define(JobBuilder<Order> job) {
    Op<Receipt> charge = job.op("charge", Receipt.class, (order, context) -> {
      done.add("charge#" + context.attempt());
      return new Receipt(order.customer() + " paid " + order.amount());
    }).retry(new Retry(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.5).notOn(SecurityException.class));
    Op<String> pack = job.op("pack", String.class, charge, (receipt, context) -> {
      done.add(context.isCanceled() ? "pack, called off" : "pack");
      return receipt.text() + ", packed";
    }).timeout(Duration.ofMinutes(5)).retry(Retry.never());
    Op<Integer> label = job.op("label", Integer.class, charge, (receipt, context) -> {
      int from = context.lastCheckpoint(Integer.class).orElse(0);
      context.checkpoint(from + 10);
      done.add("label from " + from);
      return from;
    });
    Op<String> wait = job.op("wait", String.class, charge, (receipt, context) -> {
      if (receipt.text().startsWith("forever")) {
        new CountDownLatch(1).await();
      }
      return "";
    }).timeout(Duration.ofHours(1));
    return job.output(job.op("ship", String.class, pack, label, wait, (packed, labels, waited, context) -> packed + ", shipped"));
  }
}
