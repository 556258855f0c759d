package dev.sluice.coordinator;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.schedule.Schedule;

/** A job that starts by itself, at half past two in Berlin. */
final class Nightly implements JobSource<Nightly.Input, String> {
  record Input(String folder) {}

  @Override
  public Job<Input, String> define(JobBuilder<Input> job) {
    job.schedule(Schedule.cron("30 2 * * *").in("Europe/Berlin"), new Input("docs"));
    return job.output(job.op("report", String.class, (input, context) -> input.folder()));
  }
}
