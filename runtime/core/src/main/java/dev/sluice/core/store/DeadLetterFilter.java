package dev.sluice.core.store;

import dev.sluice.core.run.IdempotencyKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters, in the order of their keys. What is said in several ways must hold in all of them.
 *
 * @param keys only these; empty for any
 * @param jobName only of this job
 * @param queue only of this logical queue
 * @param causeType only with this type of cause, given in full or as the class's simple name
 * @param olderThan only those that have been in quarantine for at least so long
 * @param after only those after this one: the last of the page before
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record DeadLetterFilter(
    Set<IdempotencyKey> keys,
    Optional<String> jobName,
    Optional<String> queue,
    Optional<String> causeType,
    Duration olderThan,
    Optional<IdempotencyKey> after,
    int limit) {
  /** Most that one call lists, redrives or drops. */
  public static final int MAX_LIMIT = 10_000;

  public DeadLetterFilter {
    keys = Set.copyOf(keys);
    if (olderThan.isNegative()) {
      throw new IllegalArgumentException("olderThan must not be negative, got " + olderThan);
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", got " + limit);
    }
  }

  /** All of them, up to a limit. */
  public static DeadLetterFilter all(int limit) {
    return new DeadLetterFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty(), limit);
  }

  /** These and no others. */
  public static DeadLetterFilter of(Set<IdempotencyKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("name at least one op execution");
    }
    return new DeadLetterFilter(keys, Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty(), MAX_LIMIT);
  }

  /** Tells whether it leaves nothing out but by its limit and its page. */
  public boolean isForAny() {
    return keys.isEmpty() && jobName.isEmpty() && queue.isEmpty() && causeType.isEmpty() && olderThan.isZero();
  }

  /** Tells whether a cause is of the type that is asked for. */
  public boolean takesCause(String type) {
    return causeType.isEmpty() || type.equals(causeType.get()) || type.endsWith("." + causeType.get());
  }
}
