package dev.sluice.core.store;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import java.util.List;
import java.util.Set;

/**
 * What a commit did. Everything in it became durable together.
 *
 * @param committed attempts whose result stands
 * @param fenced attempts whose result was refused, since they were no longer the current one
 * @param next leases for the slots that came free
 * @param toPublish marked as published in the same transaction: the caller sends them
 */
public record CommitOutcome(
    Set<LeaseToken> committed, Set<LeaseToken> fenced, List<Lease> next, List<OpExecutionTask> toPublish) {
  public CommitOutcome {
    committed = Set.copyOf(committed);
    fenced = Set.copyOf(fenced);
    next = List.copyOf(next);
    toPublish = List.copyOf(toPublish);
  }
}
