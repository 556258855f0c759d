package dev.sluice.core.job;

import dev.sluice.core.time.LongestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How often an op is tried and how long the pauses are: exponential, with jitter so that failures do not come back together
 * (AWS Architecture Blog, "Exponential Backoff And Jitter").
 *
 * @param maxAttempts attempts in all, at least 1
 * @param base pause before the second attempt
 * @param factor what each further pause is multiplied by, at least 1
 * @param ceiling longest pause; a hundred years if it is longer
 * @param jitter share of the pause that chance may take away or add, 0 to 1
 * @param notOn names of exception classes after which, or after subclasses of which, there is no further attempt
 */
public record Retry(int maxAttempts, Duration base, double factor, Duration ceiling, double jitter, List<String> notOn) {
  /** Retries whatever the failure is. */
  public Retry(int maxAttempts, Duration base, double factor, Duration ceiling, double jitter) {
    this(maxAttempts, base, factor, ceiling, jitter, List.of());
  }

  public Retry {
    notOn = List.copyOf(notOn);
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be >= 1, got " + maxAttempts);
    }
    if (base.isNegative()) {
      throw new IllegalArgumentException("base must not be negative, got " + base);
    }
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("factor must be >= 1, got " + factor);
    }
    ceiling = LongestTime.isPast(ceiling) ? LongestTime.OF_ALL : ceiling;
    if (ceiling.compareTo(base) < 0) {
      throw new IllegalArgumentException("ceiling must be at least base " + base + ", got " + ceiling);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be 0 to 1, got " + jitter);
    }
  }

  /** Tries once. */
  public static Retry never() {
    return new Retry(1, Duration.ZERO, 1, Duration.ZERO, 0);
  }

  /** Tries so often, with pauses of 1 s, 2 s, 4 s and so on up to 5 min, a fifth up or down. */
  public static Retry exponential(int maxAttempts) {
    return new Retry(maxAttempts, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0.2);
  }

  /** Fails for good at once after any of these, whatever attempts are left. */
  @SafeVarargs
  public final Retry notOn(Class<? extends Throwable>... failures) {
    List<String> names = new ArrayList<>(notOn);
    for (Class<? extends Throwable> failure : failures) {
      names.add(failure.getName());
    }
    return new Retry(maxAttempts, base, factor, ceiling, jitter, names);
  }

  /** Tells whether another attempt may follow a failure. */
  public boolean isFor(Throwable failure) {
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      if (notOn.contains(type.getName())) {
        return false;
      }
    }
    return true;
  }

  /** Returns the pause after an attempt has failed; {@code attempt} counts from 1. */
  public Duration pauseAfter(int attempt, RandomGenerator random) {
    double plain = base.toNanos() * Math.pow(factor, attempt - 1.0);
    double capped = Math.min(plain, ceiling.toNanos());
    double jittered = capped * (1 + jitter * (2 * random.nextDouble() - 1));
    return Duration.ofNanos((long) Math.min(jittered, ceiling.toNanos()));
  }
}
