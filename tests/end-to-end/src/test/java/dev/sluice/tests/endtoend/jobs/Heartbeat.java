package dev.sluice.tests.endtoend.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.schedule.Schedule;
import java.time.Duration;

/** Starts by itself every two seconds, and by a cron expression in the new year. */
public final class Heartbeat implements JobSource<Heartbeat.Sound, Heartbeat.Sound> {
  /** What it says. */
  public record Sound(String sound) {}

  @Override
  public Job<Sound, Sound> define(JobBuilder<Sound> job) {
    job.schedule(Schedule.every(Duration.ofSeconds(2)), new Sound("thump"))
        .schedule(Schedule.cron("0 0 1 1 *").in("Europe/Berlin").named("yearly"), new Sound("bang"));
    return job.output(job.op("beat", Sound.class, (input, context) -> input));
  }
}
