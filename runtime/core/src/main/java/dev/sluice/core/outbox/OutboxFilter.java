package dev.sluice.core.outbox;

import java.util.Optional;
import java.util.Set;

/**
 * Which messages, the oldest first. What is said in several ways must hold in all of them.
 *
 * @param messages only these; empty for any
 * @param topic only of this topic
 * @param refused only those that their sink has refused at least once
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record OutboxFilter(Set<OutboxKey> messages, Optional<String> topic, boolean refused, int limit) {
  /** Most that one call lists or drops. */
  public static final int MAX_LIMIT = 10_000;

  public OutboxFilter {
    messages = Set.copyOf(messages);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", got " + limit);
    }
  }
}
