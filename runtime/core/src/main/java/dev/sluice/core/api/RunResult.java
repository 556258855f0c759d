package dev.sluice.core.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, or that it has not: the answer to {@code GET /v1/runs/{id}/result}.
 *
 * @param runId the run
 * @param job name of the job
 * @param status where it stands
 * @param output the run's output; null unless SUCCEEDED
 * @param failures the ops that failed, each with the cause of its last attempt; empty unless FAILED
 */
public record RunResult(
    RunId runId,
    String job,
    RunStatus status,
    @Nullable JsonNode output,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FailedOp> failures) {
  /** An op that failed and why. */
  public record FailedOp(String opKey, int attempt, @Nullable Cause cause) {}

  // Jackson hands over null for the empty list that was left out.
  @SuppressWarnings("ConstantValue")
  public RunResult {
    failures = failures == null ? List.of() : List.copyOf(failures);
  }

  /** Shows a run and, if it failed, its failed ops. */
  public static RunResult of(Run run, List<IdempotencyRecord> ops) {
    List<FailedOp> failures = ops.stream()
        .filter(op -> op.state() == OpState.FAILED)
        .map(op -> new FailedOp(op.key().opKey(), op.attempt(), op.cause()))
        .toList();
    JsonNode output = run.status() == RunStatus.SUCCEEDED ? ApiJson.tree(run.output()) : null;
    return new RunResult(run.id(), run.jobName(), run.status(), output, failures);
  }

  /** Tells whether the run has ended. */
  @JsonIgnore
  public boolean isTerminal() {
    return status.isTerminal();
  }
}
