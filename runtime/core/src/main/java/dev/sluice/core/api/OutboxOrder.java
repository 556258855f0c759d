package dev.sluice.core.api;

import dev.sluice.core.outbox.OutboxFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which messages to give up. What is said in several ways must hold in all of them; a topic or messages must be named.
 *
 * @param messages only these, as {@code runId/opKey#number}; empty for any
 * @param topic only of this topic
 * @param refused only those that their sink has refused
 * @param limit at most so many
 * @param dryRun only tells what would be done
 */
public record OutboxOrder(List<String> messages, @Nullable String topic, boolean refused, int limit, boolean dryRun) {
  public OutboxOrder {
    messages = List.copyOf(messages);
  }

  /** An order for these messages. */
  public static OutboxOrder of(List<String> messages) {
    return new OutboxOrder(messages, null, false, OutboxFilter.MAX_LIMIT, false);
  }
}
