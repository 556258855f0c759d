package dev.sluice.core.submit;

import dev.sluice.core.run.RunTerms;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a run, not checked against anything yet.
 *
 * @param job name of the job
 * @param input JSON text
 * @param tags free text by name
 * @param idempotencyKey given twice, the second submit returns the first run; none if null
 * @param terms how the run stands beside others
 */
public record RunOrder(String job, String input, Map<String, String> tags, @Nullable String idempotencyKey, RunTerms terms) {
  /** Longest idempotency key. */
  public static final int MAX_KEY_LENGTH = 255;

  /** A run on the terms of its job. */
  public RunOrder(String job, String input, Map<String, String> tags, @Nullable String idempotencyKey) {
    this(job, input, tags, idempotencyKey, RunTerms.OF_THE_JOB);
  }

  public RunOrder {
    tags = Map.copyOf(tags);
    if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY_LENGTH)) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to " + MAX_KEY_LENGTH + " letters, not all blank, got " + idempotencyKey.length());
    }
  }

  /** A run with neither tags nor key. */
  public static RunOrder of(String job, String input) {
    return new RunOrder(job, input, Map.of(), null);
  }
}
