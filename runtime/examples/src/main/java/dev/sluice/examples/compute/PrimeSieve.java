package dev.sluice.examples.compute;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Eratosthenes' sieve by ranges: the small primes first, then each range on its own with them. */
public final class PrimeSieve implements JobSource<PrimeSieve.Input, PrimeSieve.Primes> {
  /** Up to where, and how many numbers an op sieves. */
  public record Input(int bound, int range) {}

  /** How many primes there are, and the largest. */
  public record Primes(int count, int largest) {}

  /** A range of numbers, with the primes that sieve it. */
  public record Range(int from, int to, List<Integer> sieves) {}

  /** The ranges. */
  public record Plan(List<Range> ranges) {}

  @Override
  public Job<Input, Primes> define(JobBuilder<Input> job) {
    Op<Plan> plan = job.op("small-primes", Plan.class, (input, context) -> {
      List<Integer> small = sieve(new Range(2, (int) Math.sqrt(input.bound()), List.of()));
      return new Plan(IntStream.iterate(2, from -> from <= input.bound(), from -> from + input.range())
          .mapToObj(from -> new Range(from, Math.min(from + input.range() - 1, input.bound()), small)).toList());
    });
    Op<List<Primes>> ranges = job.map("sieve", Primes.class, plan, Range.class, Plan::ranges,
        (range, context) -> count(sieve(range)));
    return job.output(job.op("sum-up", Primes.class, ranges, (parts, context) -> new Primes(
        parts.stream().mapToInt(Primes::count).sum(), parts.stream().mapToInt(Primes::largest).max().orElse(0))));
  }

  /** With no primes given, each number of the range sieves those after it. */
  private static List<Integer> sieve(Range range) {
    BitSet crossed = new BitSet();
    List<Integer> primes = new ArrayList<>();
    range.sieves().forEach(prime -> cross(crossed, range, prime));
    for (int number = range.from(); number <= range.to(); number++) {
      if (!crossed.get(number - range.from())) {
        primes.add(number);
        if (range.sieves().isEmpty()) {
          cross(crossed, range, number);
        }
      }
    }
    return primes;
  }

  private static void cross(BitSet crossed, Range range, int prime) {
    int first = Math.max(2 * prime, (range.from() + prime - 1) / prime * prime);
    for (int multiple = first; multiple <= range.to(); multiple += prime) {
      crossed.set(multiple - range.from());
    }
  }

  private static Primes count(List<Integer> primes) {
    return new Primes(primes.size(), primes.isEmpty() ? 0 : primes.get(primes.size() - 1));
  }
}
