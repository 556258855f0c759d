package dev.sluice.examples.limit;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.Duration;
import java.util.List;

/** So many ops in a period under a key, evenly spaced, whatever their job and run. A server of maps that wants no more. */
public final class RateLimit implements JobSource<RateLimit.Tour, Integer> {
  /** Where to go. */
  public record Tour(List<String> towns) {}

  @Override
  public Job<Tour, Integer> define(JobBuilder<Tour> job) {
    Op<List<Integer>> distances = job.map("ask-distance", Integer.class, String.class, Tour::towns,
        (town, context) -> town.length())
        .rateLimit("map-server", 20, Duration.ofSeconds(1));
    return job.output(job.op("add-up", Integer.class, distances, (all, context) ->
        all.stream().mapToInt(Integer::intValue).sum()));
  }
}
