package dev.sluice.core.api;

import java.util.List;

/**
 * What an order to give messages up has done.
 *
 * @param messages that were given up, or would be, as {@code runId/opKey#number}
 * @param dryRun whether nothing was done
 */
public record OutboxReceipt(List<String> messages, boolean dryRun) {
  public OutboxReceipt {
    messages = List.copyOf(messages);
  }
}
