package dev.sluice.core.store;

import dev.sluice.contract.OpExecutionTask;
import java.util.List;

/**
 * What a submit did.
 *
 * @param submissions one a request, in their order
 * @param toPublish marked as published in the same transaction: the caller sends them
 */
public record SubmitOutcome(List<Submission> submissions, List<OpExecutionTask> toPublish) {
  public SubmitOutcome {
    submissions = List.copyOf(submissions);
    toPublish = List.copyOf(toPublish);
  }
}
