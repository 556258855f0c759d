package dev.sluice.core.run;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as the store knows it.
 *
 * @param id its identity
 * @param jobName name of the job
 * @param jobVersion hash of the definition it was submitted with
 * @param status where it stands
 * @param input JSON text, or a reference to it ({@link dev.sluice.core.payload.PayloadAddress})
 * @param output that of the output op, in the same form; null until that has succeeded
 * @param tags free text by name
 * @param idempotencyKey as submitted
 * @param ops number of op executions
 * @param openOps how many of them are not terminal
 * @param submittedAt when it was accepted
 * @param finishedAt when its last op became terminal; null before
 * @param origin where it comes from
 * @param terms how it was told to stand beside others
 */
public record Run(
    RunId id,
    String jobName,
    String jobVersion,
    RunStatus status,
    String input,
    @Nullable String output,
    Map<String, String> tags,
    @Nullable String idempotencyKey,
    int ops,
    int openOps,
    Instant submittedAt,
    @Nullable Instant finishedAt,
    Origin origin,
    RunTerms terms) {
  /** A run that stands for itself. */
  public Run(RunId id, String jobName, String jobVersion, RunStatus status, String input, @Nullable String output,
      Map<String, String> tags, @Nullable String idempotencyKey, int ops, int openOps, Instant submittedAt, @Nullable Instant finishedAt) {
    this(id, jobName, jobVersion, status, input, output, tags, idempotencyKey, ops, openOps, submittedAt, finishedAt, Origin.OF_ITS_OWN,
        RunTerms.OF_THE_JOB);
  }

  public Run {
    tags = Map.copyOf(tags);
  }

  /** Returns the same run with other texts in place of its payloads. */
  public Run with(String otherInput, @Nullable String otherOutput) {
    return new Run(
        id, jobName, jobVersion, status, otherInput, otherOutput, tags, idempotencyKey, ops, openOps, submittedAt, finishedAt, origin,
        terms);
  }
}
