package dev.sluice.examples.compute;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Chance in parallel: each op throws darts from a seed of its own, so that another attempt throws the same. Nearly pi. */
public final class MonteCarloPi implements JobSource<MonteCarloPi.Input, Double> {
  /** How many ops, and darts each of them throws. */
  public record Input(int ops, int darts) {}

  @Override
  public Job<Input, Double> define(JobBuilder<Input> job) {
    Op<List<Double>> parts = job.map("throw", Double.class, Throws.class,
        input -> IntStream.range(0, input.ops()).mapToObj(seed -> new Throws(seed, input.darts())).toList(),
        (part, context) -> throwDarts(part));
    return job.output(job.op("average", Double.class, parts, (all, context) ->
        all.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
  }

  /** What one op does. */
  public record Throws(long seed, int darts) {}

  private static double throwDarts(Throws part) {
    SplittableRandom random = new SplittableRandom(part.seed());
    long hits = IntStream.range(0, part.darts()).filter(dart -> Math.hypot(random.nextDouble(), random.nextDouble()) < 1).count();
    return 4.0 * hits / part.darts();
  }
}
