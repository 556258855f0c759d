package dev.sluice.core.job;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the program of a command op reads on its standard input, as JSON. Fields may be added; none is ever given another meaning.
 *
 * @param version of this form: {@value #VERSION}
 * @param runId the run
 * @param job the job's name
 * @param op key of the op
 * @param attempt number of this attempt, from 1
 * @param idempotencyKey run and op: the same in each attempt, for systems outside that can tell repeated calls
 * @param deadline when the op's timeout strikes; null if it has none
 * @param tags the run's tags
 * @param input output of the op upstream, or the run's input
 */
record CommandTask(int version, String runId, String job, String op, int attempt, String idempotencyKey, @Nullable Instant deadline,
    Map<String, String> tags, @Nullable Object input) {
  static final int VERSION = 1;
}
