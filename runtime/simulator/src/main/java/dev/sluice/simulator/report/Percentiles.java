package dev.sluice.simulator.report;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How a set of durations is spread, each figure by nearest rank: a value that was really measured.
 *
 * @param count durations in the set
 * @param p50 half are at most this
 * @param p95 95 of 100 are at most this
 * @param p99 99 of 100 are at most this
 * @param max all are at most this
 */
public record Percentiles(int count, Duration p50, Duration p95, Duration p99, Duration max) {

  /** Returns nothing for an empty set: no measurement is not a zero. */
  public static Optional<Percentiles> of(Collection<Duration> durations) {
    if (durations.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> sorted = durations.stream().sorted().toList();
    return Optional.of(new Percentiles(
        sorted.size(), rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), sorted.get(sorted.size() - 1)));
  }

  private static Duration rank(List<Duration> sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(rank - 1);
  }
}
