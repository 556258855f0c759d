package dev.sluice.tests.endtoend.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes steps of a tenth of a second, with a checkpoint after each, and tells which attempt took which. */
public final class Steps implements JobSource<Steps.Input, Steps.Taken> {
  /** How many. */
  public record Input(int steps) {}

  /** The attempt of each step. */
  public record Taken(List<Integer> attempts) {}

  @Override
  public Job<Input, Taken> define(JobBuilder<Input> job) {
    return job.output(job.op("walk", Taken.class, (input, context) -> {
      Taken taken = context.lastCheckpoint(Taken.class).orElse(new Taken(List.of()));
      while (taken.attempts().size() < input.steps()) {
        Pause.REAL.pause(Duration.ofMillis(100));
        List<Integer> attempts = new ArrayList<>(taken.attempts());
        attempts.add(context.attempt());
        taken = new Taken(attempts);
        context.checkpoint(taken);
      }
      return taken;
    }));
  }
}
