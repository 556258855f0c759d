package dev.sluice.core.store;

import dev.sluice.core.run.RunId;
import java.util.Optional;

/**
 * Which runs to list, newest first.
 *
 * @param jobName only of this job
 * @param before only runs older than this one: the last of the page before
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record RunFilter(Optional<String> jobName, Optional<RunId> before, int limit) {
  /** Longest page. */
  public static final int MAX_LIMIT = 1_000;

  public RunFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", got " + limit);
    }
  }
}
