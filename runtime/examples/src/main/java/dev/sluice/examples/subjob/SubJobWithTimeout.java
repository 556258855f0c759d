package dev.sluice.examples.subjob;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.List;

/** A sub-job that may take only so long, and is called off then. What a dealer offers for a car, or else what the list says. */
public final class SubJobWithTimeout implements JobSource<SubJobWithTimeout.Car, String> {
  /** A car for sale, and whether its dealer is there to ask. */
  public record Car(String model, int listPrice, boolean dealerIsOpen) {}

  /** Waits for the morning where it must. */
  public static final class AskDealer implements JobSource<Car, Integer> {
    @Override
    public Job<Car, Integer> define(JobBuilder<Car> job) {
      Op<Boolean> open = job.op("knock", Boolean.class, (car, context) -> car.dealerIsOpen());
      Op<Boolean> morning = job.sleep("wait-for-morning", Duration.ofHours(12), open).onlyIf(open, false);
      return job.output(job.op("offer", Integer.class, (car, context) -> car.listPrice() - 500)
          .after(List.of(open, morning)).when(Trigger.NONE_FAILED));
    }
  }

  @Override
  public Job<Car, String> define(JobBuilder<Car> job) {
    Op<Integer> offer = job.sub("ask", new AskDealer()).timeout(Duration.ofSeconds(2)).mayFail();
    Op<Integer> list = job.op("look-up", Integer.class, (car, context) -> car.listPrice()).after(offer).when(Trigger.ANY_FAILED);
    Op<Integer> price = job.firstOf("price", Integer.class, List.of(offer, list));
    return job.output(job.op("tell", String.class, price, (euros, context) -> context.input(Car.class).model() + " for " + euros));
  }
}
