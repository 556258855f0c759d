package dev.sluice.examples.context;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A long op keeps how far it is, and the next attempt goes on from there. Letters: none is skipped, and one at most is printed again, if a
 * crash comes between its print and its checkpoint; the printer knows it by its name.
 */
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
        Printer.print(context.idempotencyKey() + "-" + letter);
        context.checkpoint(letter + 1);
      }
      return new Printed(batch.letters() - before, before);
    }).retry(new Retry(3, Duration.ofMillis(50), 1, Duration.ofMillis(50), 0)));
  }

  /** Stands for a printer: it prints what it is given under a name once, and lets a repeated call be. */
  private static final class Printer {
    private static final Set<String> PRINTED = ConcurrentHashMap.newKeySet();

    static void print(String name) {
      PRINTED.add(name);
    }
  }
}
