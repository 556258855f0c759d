package dev.sluice.tests.endtoend.chaos.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;
import java.util.stream.IntStream;

/** The sum of the first squares, by a map, and once more by one of which only a few run at a time in all the cloud. */
public final class Squares implements JobSource<Integer, Integer> {
  @Override
  public Job<Integer, Integer> define(JobBuilder<Integer> job) {
    Op<List<Integer>> freely = job.map("square", Integer.class, Integer.class, Squares::upTo, (number, context) -> number * number);
    Op<List<Integer>> bounded = job.map("square-again", Integer.class, Integer.class, Squares::upTo, (number, context) -> number * number)
        .concurrency("chaos-desk", 6);
    return job.output(job.op("compare", Integer.class, freely, bounded, (all, again, context) -> {
      int sum = sum(all);
      if (sum != sum(again)) {
        throw new IllegalStateException(all + " is not " + again);
      }
      return sum;
    }));
  }

  private static List<Integer> upTo(int number) {
    return IntStream.rangeClosed(1, number).boxed().toList();
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sum();
  }
}
