package dev.sluice.examples.context;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import java.time.Duration;

/** A long op keeps how far it is, and the next attempt goes on from there. Letters that are printed, each once. */
public final class CheckpointAndResume implements JobSource<CheckpointAndResume.Batch, CheckpointAndResume.Printed> {
  /** How many letters, and before which of them the printer runs out of paper once. */
  public record Batch(int letters, int paperEndsAt) {}

  /** How many letters the last attempt printed itself, and how many it found printed. */
  public record Printed(int now, int before) {}

  @Override
  public Job<Batch, Printed> define(JobBuilder<Batch> job) {
    return job.output(job.op("print", Printed.class, (batch, context) -> {
      int before = context.lastCheckpoint(Integer.class).orElse(0);
      for (int letter = before; letter < batch.letters(); letter++) {
        if (letter == batch.paperEndsAt() && context.attempt() == 1) {
          throw new IllegalStateException("out of paper");
        }
        context.checkpoint(letter + 1);
      }
      return new Printed(batch.letters() - before, before);
    }).retry(new Retry(3, Duration.ofMillis(50), 1, Duration.ofMillis(50), 0)));
  }
}
