package dev.sluice.examples.load;

import dev.sluice.core.job.OpContext;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What the waiting jobs take and yield. */
public final class Wait {
  private Wait() {}

  /**
   * How to wait.
   *
   * @param timeScale what the sampled time is multiplied by: 0.02 makes it fifty times shorter; 1 if there is none
   * @param seed picks the sample; the run's id does if there is none
   */
  public record Input(@Nullable Double timeScale, @Nullable Long seed) {
    public Input {
      if (timeScale != null && !(timeScale >= 0 && timeScale <= 1_000)) {
        throw new IllegalArgumentException("timeScale must be 0 to 1000, got " + timeScale);
      }
    }
  }

  /**
   * How long it took.
   *
   * @param sampled what chance picked
   * @param waited the same, scaled
   */
  public record Output(Duration sampled, Duration waited) {}

  static Output run(SampledDuration distribution, Input input, OpContext context, Pause pause) throws InterruptedException {
    Duration sampled = input.seed() == null
        ? distribution.sampleFor(context.idempotencyKey().runId())
        : distribution.sample(new SplittableRandom(input.seed()));
    double scale = input.timeScale() == null ? 1 : input.timeScale();
    Duration waited = Duration.ofNanos(Math.round(sampled.toNanos() * scale));
    pause.pause(waited);
    return new Output(sampled, waited);
  }
}
