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
 * @param terms how it was told to stand beside others, which its op executions bear already and its sub-jobs take on
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
    Origin origin,
    RunTerms terms) {
  /** A run that stands for itself. */
  public RunRequest(RunId runId, String jobName, String jobVersion, String input, String outputOp, Map<String, String> tags,
      @Nullable String idempotencyKey, List<OpPlan> ops) {
    this(runId, jobName, jobVersion, input, outputOp, tags, idempotencyKey, ops, Origin.OF_ITS_OWN, RunTerms.OF_THE_JOB);
  }

  public RunRequest {
    tags = Map.copyOf(tags);
    ops = List.copyOf(ops);
    if (ops.isEmpty()) {
      throw new IllegalArgumentException("a run has at least one op, job " + jobName + " has none");
    }
  }

  /** Tells whether it is of nobody else's and on its job's terms, like most. */
  public boolean standsForItself() {
    return origin.equals(Origin.OF_ITS_OWN) && terms.equals(RunTerms.OF_THE_JOB);
  }

  /** Returns the same on other terms, which its op executions bear too. */
  public RunRequest on(RunTerms other) {
    if (other.equals(terms)) {
      return this;
    }
    List<OpPlan> changed = ops.stream().map(op -> op.on(other)).toList();
    return new RunRequest(runId, jobName, jobVersion, input, outputOp, tags, idempotencyKey, changed, origin, other);
  }

  /** Returns the same from another origin. */
  public RunRequest from(Origin other) {
    return new RunRequest(runId, jobName, jobVersion, input, outputOp, tags, idempotencyKey, ops, other, terms);
  }
}
