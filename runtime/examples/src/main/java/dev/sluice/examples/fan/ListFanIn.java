package dev.sluice.examples.fan;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;
import java.util.stream.IntStream;

/** Any number of ops of one type, and one that takes the list of what they return. The sales of a year from its twelve months. */
public final class ListFanIn implements JobSource<ListFanIn.Year, Integer> {
  /** A year. */
  public record Year(int number) {}

  @Override
  public Job<Year, Integer> define(JobBuilder<Year> job) {
    List<Op<Integer>> months = IntStream.rangeClosed(1, 12)
        .mapToObj(month -> job.op("month-" + month, Integer.class, (year, context) -> salesOf(year.number(), month)))
        .toList();
    return job.output(job.op("add-up", Integer.class, months, (sales, context) ->
        sales.stream().mapToInt(Integer::intValue).sum()));
  }

  private static int salesOf(int year, int month) {
    return 1_000 * (year % 10) + 10 * month;
  }
}
