package dev.sluice.examples.load;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.Schedule;
import dev.sluice.core.time.Pause;
import java.time.Duration;

/** A job of 5 minutes, give or take 2, started every ten minutes. */
public final class Slow implements JobSource<Wait.Input, Wait.Output> {
  private static final SampledDuration DURATION = new SampledDuration(Duration.ofMinutes(5), Duration.ofMinutes(2));

  private final Pause pause;

  /** Really waits. */
  public Slow() {
    this(Pause.REAL);
  }

  /** Waits as it is told to; tests pass a virtual clock. */
  public Slow(Pause pause) {
    this.pause = pause;
  }

  @Override
  public Job<Wait.Input, Wait.Output> define(JobBuilder<Wait.Input> job) {
    job.schedule(Schedule.every(Duration.ofMinutes(10)).missed(MissedTicks.SKIP), new Wait.Input(null, null));
    return job.output(job.op("wait", Wait.Output.class, (input, context) -> Wait.run(DURATION, input, context, pause)));
  }
}
