package dev.sluice.infra.preview.price;

import dev.sluice.infra.preview.DeclaredStack;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * What a stack costs. Immutable.
 *
 * @param region of the prices
 * @param asOf day of the prices
 * @param idle what a month costs in which nothing is submitted
 * @param thousandJobs what a thousand jobs add, for each worker pool
 * @param assumptions what is assumed
 * @param notCounted what is left out
 * @param unchecked prices used that no second source confirms, by their names in the table
 */
public record StackPrice(
    String region,
    LocalDate asOf,
    List<PriceLine> idle,
    List<PoolPrice> thousandJobs,
    List<String> assumptions,
    List<String> notCounted,
    List<String> unchecked) {

  /**
   * What a thousand jobs add on one worker pool.
   *
   * @param pool the pool's service
   * @param lines what it is made of
   */
  public record PoolPrice(String pool, List<PriceLine> lines) {
    public PoolPrice {
      lines = List.copyOf(lines);
    }

    /** Returns US dollars. */
    public BigDecimal amount() {
      return sum(lines);
    }
  }

  public StackPrice {
    idle = List.copyOf(idle);
    thousandJobs = List.copyOf(thousandJobs);
    assumptions = List.copyOf(assumptions);
    notCounted = List.copyOf(notCounted);
    unchecked = List.copyOf(unchecked);
  }

  /**
   * Estimates a stack.
   *
   * @throws UnknownPriceException if the table lacks its region, an instance class or the type of a resource
   */
  public static StackPrice of(DeclaredStack stack, PriceTable table, JobAssumptions assumptions) {
    return new Estimate(stack, table, assumptions).price();
  }

  /** Returns US dollars an idle month. */
  public BigDecimal idleMonth() {
    return sum(idle);
  }

  /** Returns US dollars that a thousand jobs add on the dearest pool; zero without a worker. */
  public BigDecimal thousandJobsAtMost() {
    return thousandJobs.stream().map(PoolPrice::amount).max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
  }

  private static BigDecimal sum(List<PriceLine> lines) {
    return lines.stream().map(PriceLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
