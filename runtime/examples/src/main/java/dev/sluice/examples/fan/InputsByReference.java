package dev.sluice.examples.fan;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpContext;
import java.util.List;

/** Past five inputs, {@link OpContext#output(Op)} reads what an upstream op returned, with its type. The bill of a hotel stay. */
public final class InputsByReference implements JobSource<Integer, String> {
  @Override
  public Job<Integer, String> define(JobBuilder<Integer> job) {
    Op<String> guest = job.op("guest", String.class, (nights, context) -> "Ada");
    Op<Integer> room = job.op("room", Integer.class, (nights, context) -> nights * 80);
    Op<Integer> breakfast = job.op("breakfast", Integer.class, (nights, context) -> nights * 12);
    Op<Integer> parking = job.op("parking", Integer.class, (nights, context) -> nights * 5);
    Op<Integer> bar = job.op("bar", Integer.class, (nights, context) -> 31);
    Op<Integer> tax = job.op("city-tax", Integer.class, (nights, context) -> nights * 3);
    return job.output(job.op("bill", String.class, guest, (name, context) -> {
      int total = List.of(room, breakfast, parking, bar, tax).stream().mapToInt(context::output).sum();
      return name + " pays " + total;
    }).after(room, breakfast, parking, bar, tax));
  }
}
