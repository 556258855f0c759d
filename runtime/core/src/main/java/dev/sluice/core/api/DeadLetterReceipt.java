package dev.sluice.core.api;

import java.util.List;

/**
 * What an order has done.
 *
 * @param keys op executions that were redriven or dropped, or would be
 * @param dryRun whether nothing was done
 */
public record DeadLetterReceipt(List<String> keys, boolean dryRun) {
  public DeadLetterReceipt {
    keys = List.copyOf(keys);
  }
}
