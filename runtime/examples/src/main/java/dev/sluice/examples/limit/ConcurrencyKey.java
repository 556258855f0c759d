package dev.sluice.examples.limit;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;
import java.util.stream.IntStream;

/** At most two ops under a key at a time, whatever their job and run. A licence for two copies of an expensive program. */
public final class ConcurrencyKey implements JobSource<ConcurrencyKey.Building, String> {
  /** What to draw. */
  public record Building(String name, int floors) {}

  @Override
  public Job<Building, String> define(JobBuilder<Building> job) {
    Op<List<String>> floors = job.map("draw", String.class, Integer.class,
        building -> IntStream.rangeClosed(1, building.floors()).boxed().toList(), (floor, context) -> "floor " + floor)
        .concurrency("drawing-licence", 2);
    return job.output(job.op("bind", String.class, floors, (drawings, context) -> String.join(", ", drawings)));
  }
}
