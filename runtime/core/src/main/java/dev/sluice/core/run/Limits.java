package dev.sluice.core.run;

import dev.sluice.core.time.LongestTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an op execution has to wait for besides its upstream and its ordering key. Rates and shares are decided before it becomes
 * ready, a concurrency key by the claim that starts it.
 *
 * @param concurrency how many may run at a time; null for no bound
 * @param rate how many may become ready in a time; null for no bound
 * @param share whose op it is; null if it counts for no tenant
 */
public record Limits(@Nullable Concurrency concurrency, @Nullable Rate rate, @Nullable Share share) {
  /** Longest key or name. */
  public static final int MAX_KEY_LENGTH = 255;

  /** Nothing to wait for. */
  public static final Limits NONE = new Limits(null, null, null);

  /**
   * A bound on how many op executions hold a key at a time: from their first attempt until they are terminal, pauses between attempts
   * included.
   *
   * @param key what they share, across jobs and runs
   * @param limit most at a time, at least 1
   */
  public record Concurrency(String key, int limit) {
    public Concurrency {
      checkKey(key, "a concurrency key");
      if (limit < 1) {
        throw new IllegalArgumentException("limit of concurrency key \"" + key + "\" must be >= 1, got " + limit);
      }
    }
  }

  /**
   * A bound on how many op executions become ready in a time, evenly spaced over it.
   *
   * @param key what they share, across jobs and runs
   * @param permits how many, at least 1
   * @param period in this time
   */
  public record Rate(String key, int permits, Duration period) {
    public Rate {
      checkKey(key, "the key of a rate limit");
      if (permits < 1) {
        throw new IllegalArgumentException("permits of rate limit \"" + key + "\" must be >= 1, got " + permits);
      }
      if (period.compareTo(Duration.ofNanos(1_000L * permits)) < 0) {
        throw new IllegalArgumentException(
            "period of rate limit \"" + key + "\" must give each permit at least a microsecond, got " + period);
      }
      if (LongestTime.isPast(period)) {
        throw new IllegalArgumentException("period of rate limit \"" + key + "\" must be at most " + LongestTime.OF_ALL + ", got " + period);
      }
    }

    /** Time between two starts. */
    public Duration spacing() {
      return period.dividedBy(permits);
    }
  }

  /**
   * A tenant's part of a queue.
   *
   * @param tenant whose op it is
   * @param weight how much it gets beside tenants of weight 1, more than 0
   */
  public record Share(String tenant, double weight) {
    public Share {
      checkKey(tenant, "a tenant");
      if (!(weight >= 0.001 && weight <= 1_000)) {
        throw new IllegalArgumentException("weight of tenant \"" + tenant + "\" must be 0.001 to 1000, got " + weight);
      }
    }
  }

  /**
   * Refuses what cannot be a key.
   *
   * @throws IllegalArgumentException if it is null, blank or too long
   */
  public static void checkKey(String key, String what) {
    if (key == null || key.isBlank() || key.length() > MAX_KEY_LENGTH || key.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what + " has 1 to " + MAX_KEY_LENGTH + " letters, not all blank and none of them NUL, got " + (key == null ? "null" : key.length()));
    }
  }
}
