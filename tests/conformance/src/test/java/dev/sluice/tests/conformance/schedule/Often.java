package dev.sluice.tests.conformance.schedule;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.Schedule;
import java.time.Duration;
import java.util.Locale;

/** A job with many schedules: times of day, of the hour and intervals, in zones that change their clocks, under each policy. */
final class Often implements JobSource<Often.Input, String> {
  private static final int OF_A_KIND = 6;

  record Input() {}

  @Override
  public Job<Input, String> define(JobBuilder<Input> job) {
    for (MissedTicks missed : MissedTicks.values()) {
      for (int i = 0; i < OF_A_KIND; i++) {
        String name = missed.name().toLowerCase(Locale.ROOT) + "." + i + ".";
        job.schedule(Schedule.cron("*/10 * * * *").in("Europe/Berlin").missed(missed).named(name + "always"), new Input());
        job.schedule(Schedule.cron(i + "0 2 * * *").in("Europe/Berlin").missed(missed).named(name + "nightly"), new Input());
        job.schedule(Schedule.cron("30 * * * *").in("Australia/Lord_Howe").missed(missed).named(name + "hourly"), new Input());
        job.schedule(Schedule.every(Duration.ofMinutes(20)).missed(missed).named(name + "interval"), new Input());
      }
    }
    return job.output(job.op("only", String.class, (input, context) -> "done"));
  }
}
