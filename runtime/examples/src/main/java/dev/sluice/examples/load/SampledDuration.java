package dev.sluice.examples.load;

import dev.sluice.core.run.RunId;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A length of time that chance picks evenly from {@code mean - spread} to {@code mean + spread}.
 *
 * @param mean the middle
 * @param spread how far a sample may lie from it; at most the mean
 */
record SampledDuration(Duration mean, Duration spread) {
  SampledDuration {
    if (spread.isNegative() || spread.compareTo(mean) > 0) {
      throw new IllegalArgumentException("spread must be 0 to the mean " + mean + ", got " + spread);
    }
  }

  Duration sample(RandomGenerator random) {
    double share = 2 * random.nextDouble() - 1;
    return mean.plusNanos(Math.round(spread.toNanos() * share));
  }

  /** Takes the sample that belongs to a run, so that each attempt of it waits equally long. */
  Duration sampleFor(RunId run) {
    return sample(new SplittableRandom(run.value().getMostSignificantBits() ^ Long.rotateLeft(run.value().getLeastSignificantBits(), 17)));
  }
}
