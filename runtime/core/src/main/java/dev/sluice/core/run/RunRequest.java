package dev.sluice.core.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is handed to the store: everything about it is decided, nothing about it has happened.
 *
 * @param runId its identity
 * @param jobName name of the job
 * @param jobVersion hash of the job's definition
 * @param input JSON text
 * @param outputOp the op whose output is the run's
 * @param tags free text by name
 * @param idempotencyKey given twice, the second submit returns the first run; none if null
 * @param ops all its op executions, upstream before downstream
 * @param origin where it comes from
 */
public record RunRequest(
    RunId runId,
    String jobName,
    String jobVersion,
    String input,
    String outputOp,
    Map<String, String> tags,
    @Nullable String idempotencyKey,
    List<OpPlan> ops,
    Origin origin) {
  /** A run that stands for itself. */
  public RunRequest(RunId runId, String jobName, String jobVersion, String input, String outputOp, Map<String, String> tags,
      @Nullable String idempotencyKey, List<OpPlan> ops) {
    this(runId, jobName, jobVersion, input, outputOp, tags, idempotencyKey, ops, Origin.OF_ITS_OWN);
  }

  public RunRequest {
    tags = Map.copyOf(tags);
    ops = List.copyOf(ops);
    if (ops.isEmpty()) {
      throw new IllegalArgumentException("a run has at least one op, job " + jobName + " has none");
    }
  }

  /** Returns the same for a tenant; for none if null. */
  public RunRequest sharing(Limits.@Nullable Share share) {
    List<OpPlan> shared = ops.stream().map(op -> op.flow().pause() == null ? op.sharing(share) : op).toList();
    return new RunRequest(runId, jobName, jobVersion, input, outputOp, tags, idempotencyKey, shared, origin);
  }

  /** Returns the same from another origin. */
  public RunRequest from(Origin other) {
    return new RunRequest(runId, jobName, jobVersion, input, outputOp, tags, idempotencyKey, ops, other);
  }
}
