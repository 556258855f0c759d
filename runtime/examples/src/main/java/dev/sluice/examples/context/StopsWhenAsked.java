package dev.sluice.examples.context;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.time.Duration;
import java.util.stream.IntStream;

/** A loop that asks whether it should stop, and looks at its deadline. Primes below a bound, counted in batches. */
public final class StopsWhenAsked implements JobSource<Integer, Long> {
  private static final int BATCH = 1_000;

  @Override
  public Job<Integer, Long> define(JobBuilder<Integer> job) {
    return job.output(job.op("count-primes", Long.class, (bound, context) -> {
      context.logger().info("has to be done by {}", context.deadline());
      long primes = 0;
      for (int from = 2; from < bound; from += BATCH) {
        if (context.isCanceled()) {
          // The run was called off, or time is up: what is returned now counts for nothing.
          return primes;
        }
        primes += IntStream.range(from, Math.min(from + BATCH, bound)).filter(StopsWhenAsked::isPrime).count();
      }
      return primes;
    }).timeout(Duration.ofMinutes(5)));
  }

  private static boolean isPrime(int number) {
    return IntStream.rangeClosed(2, (int) Math.sqrt(number)).allMatch(divisor -> number % divisor != 0);
  }
}
