package dev.sluice.localstack.ecs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task's protection from being stopped by scale-in and deployments; not from StopTask. Immutable.
 *
 * @param until when it ends by itself; null if the task is not protected
 */
record Protection(@Nullable Instant until) {
  /** "The default expiration time is 2 hours"; "the value must be between 1 minute and 2880". */
  private static final int DEFAULT_MINUTES = 120;
  private static final int MAX_MINUTES = 2880;

  static final Protection NONE = new Protection(null);

  static Protection lasting(@Nullable Integer minutes, Instant now) {
    int length = minutes == null ? DEFAULT_MINUTES : minutes;
    if (length < 1 || length > MAX_MINUTES) {
      throw new InvalidEcsRequestException("expiresInMinutes must be 1 to " + MAX_MINUTES + ", got " + length);
    }
    return new Protection(now.plus(Duration.ofMinutes(length)));
  }

  boolean holdsAt(Instant now) {
    return until != null && now.isBefore(until);
  }
}
