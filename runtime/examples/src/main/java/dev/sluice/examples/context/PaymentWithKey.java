package dev.sluice.examples.context;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The idempotency key goes to a system outside, and a repeated call charges nobody twice. A payment whose answer got lost. */
public final class PaymentWithKey implements JobSource<PaymentWithKey.Bill, String> {
  /** What to pay. */
  public record Bill(String customer, int cents) {}

  @Override
  public Job<Bill, String> define(JobBuilder<Bill> job) {
    return job.output(job.op("pay", String.class, (bill, context) -> {
      Receipt receipt = Bank.charge(context.idempotencyKey().toString(), bill);
      if (context.attempt() == 1) {
        throw new IOException("connection reset: was it charged or not?");
      }
      return bill.customer() + " paid " + receipt.cents() + " cents";
    }).retry(new Retry(3, Duration.ofMillis(50), 1, Duration.ofMillis(50), 0)));
  }

  /** What the bank says. */
  private record Receipt(int cents) {}

  /** Stands for a bank's server: the first call under a key charges, any other returns what the first one did. */
  private static final class Bank {
    private static final Map<String, Receipt> CHARGED = new ConcurrentHashMap<>();

    static Receipt charge(String idempotencyKey, Bill bill) {
      return CHARGED.computeIfAbsent(idempotencyKey, key -> new Receipt(bill.cents()));
    }
  }
}
