package dev.sluice.core.api;

import dev.sluice.core.store.DeadLetterFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to redrive or drop. What is said in several ways must hold in all of them.
 *
 * @param keys only these op executions, as {@code runId/opKey}; empty for any
 * @param job only of this job
 * @param queue only of this queue
 * @param cause only with this type of cause
 * @param olderThan only those that have been in quarantine for so long, such as {@code 2h}
 * @param all must be true where nothing of the above is said
 * @param limit at most so many
 * @param rate redrives so many a second; null for all at once. Not for a drop
 * @param dryRun only tells what would be done
 */
public record DeadLetterOrder(
    List<String> keys,
    @Nullable String job,
    @Nullable String queue,
    @Nullable String cause,
    @Nullable String olderThan,
    boolean all,
    int limit,
    @Nullable Integer rate,
    boolean dryRun) {
  public DeadLetterOrder {
    keys = List.copyOf(keys);
  }

  /** An order for these op executions. */
  public static DeadLetterOrder of(List<String> keys) {
    return new DeadLetterOrder(keys, null, null, null, null, false, DeadLetterFilter.MAX_LIMIT, null, false);
  }
}
