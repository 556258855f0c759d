package dev.sluice.examples.limit;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;

/** What is urgent overtakes what waits: higher goes first, whatever the run. An ambulance's route before the day's statistics. */
public final class Priority implements JobSource<String, String> {
  @Override
  public Job<String, String> define(JobBuilder<String> job) {
    Op<String> statistics = job.op("statistics", String.class, (address, context) -> "calls counted").priority(-5);
    Op<String> route = job.op("route", String.class, (address, context) -> "drive to " + address).priority(100);
    return job.output(job.op("log", String.class, route, statistics, (way, counted, context) -> way + ", " + counted));
  }
}
