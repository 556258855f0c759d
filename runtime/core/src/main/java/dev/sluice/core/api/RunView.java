package dev.sluice.core.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run.
 *
 * @param runId its identity
 * @param job name of the job
 * @param jobVersion hash of the definition it was submitted with
 * @param status where it stands
 * @param input as submitted; null in lists, which leave payloads out
 * @param output output of the output op; null before it has succeeded, and in lists
 * @param tags free text by name
 * @param idempotencyKey as submitted; null if none was
 * @param opCount number of op executions
 * @param openOpCount how many of them are not terminal
 * @param submittedAt when it was accepted
 * @param finishedAt when its last op became terminal; null before
 * @param parent the op execution ({@code runId/opKey}) that it is a sub-job of; null if it stands for itself
 * @param forkOf the run that it is a fork of; null if it is none
 * @param priority of all its ops and sub-jobs, as submitted; null if theirs are the jobs'
 * @param tenant whose it is, as submitted; null if it counts for none
 * @param weight of the tenant; null if there is none
 */
public record RunView(
    RunId runId,
    String job,
    String jobVersion,
    RunStatus status,
    @Nullable JsonNode input,
    @Nullable JsonNode output,
    Map<String, String> tags,
    @Nullable String idempotencyKey,
    int opCount,
    int openOpCount,
    Instant submittedAt,
    @Nullable Instant finishedAt,
    @Nullable String parent,
    @Nullable RunId forkOf,
    @Nullable Integer priority,
    @Nullable String tenant,
    @Nullable Double weight) {
  public RunView {
    tags = Map.copyOf(tags);
  }

  /** Shows a run with its payloads. */
  public static RunView of(Run run) {
    return of(run, ApiJson.tree(run.input()), ApiJson.tree(run.output()));
  }

  /** Shows a run with its payloads, which can be written and not read. */
  static RunView toWrite(Run run) {
    return of(run, ApiJson.unread(run.input()), ApiJson.unread(run.output()));
  }

  /** Shows a run without its payloads. */
  public static RunView summaryOf(Run run) {
    return of(run, null, null);
  }

  private static RunView of(Run run, @Nullable JsonNode input, @Nullable JsonNode output) {
    IdempotencyKey parent = run.origin().parent();
    Limits.Share share = run.terms().share();
    return new RunView(run.id(), run.jobName(), run.jobVersion(), run.status(), input, output, run.tags(), run.idempotencyKey(),
        run.ops(), run.openOps(), run.submittedAt(), run.finishedAt(),
        parent == null ? null : parent.toString(), run.origin().forkOf(), run.terms().priority(),
        share == null ? null : share.tenant(), share == null ? null : share.weight());
  }
}
