package dev.sluice.tests.conformance.store;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.DeadLetter;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** What two stores must say alike, as text: without times, and sorted where there is no order. */
final class TwinWords {
  private TwinWords() {}

  /**
   * Who ended a run, and so woke the op that waited for it, is left out: memory calls itself the one. So is who made an op ready: the ops of a
   * sub-job are let go by its submit or by the commit that this is part of. And for whose sake an op was skipped, where several ended at once.
   */
  static String show(RunEvent event) {
    boolean isByNobody = event.opKey() == null || event.type() == EventType.OP_SIGNALED || event.type() == EventType.OP_READY;
    return event.type() + "#" + event.attempt() + (isByNobody ? "" : " by " + event.actor())
        + (event.type() == EventType.OP_SKIPPED ? "" : " " + event.detail());
  }

  static String show(Run run) {
    return run.status() + " " + run.openOps() + " of " + run.ops() + " open, " + run.output() + " " + run.jobName() + " " + run.tags() + " "
        + run.idempotencyKey() + " " + run.origin() + " " + run.terms() + (run.finishedAt() == null ? "" : " over");
  }

  static String show(IdempotencyRecord op) {
    return op.key().opKey() + " " + op.state() + " " + op.attempt() + " of " + op.maxAttempts() + " in " + op.queue() + " " + op.priority()
        + " by " + op.leaseOwner() + (op.notBefore() == null ? "" : " later") + " published " + op.publishSequence() + " " + op.output() + " "
        + op.cause() + " " + op.orderingKey() + " " + op.input();
  }

  static String show(RunRequest request) {
    return request.runId() + " " + request.idempotencyKey() + " " + request.terms() + request.ops().stream().map(TwinWords::show).toList();
  }

  private static String show(OpPlan op) {
    return "\n  " + op.opKey() + op.upstream() + " in " + op.queue() + " " + op.priority() + " attempts " + op.maxAttempts() + " "
        + op.orderingKey() + " " + op.limits() + " " + op.flow();
  }

  static String show(OpExecutionTask task) {
    return task.idempotencyKey() + "@" + task.publishSequence();
  }

  /** JSON that PostgreSQL writes has blanks. */
  static String show(Lease lease) {
    String signal = String.valueOf(lease.signal()).replace(" ", "");
    return lease.token() + " of " + lease.maxAttempts() + " with " + new TreeMap<>(lease.upstreamOutputs()) + " " + lease.opInput() + " "
        + signal + " " + lease.queue() + " " + lease.priority();
  }

  static String show(LeaseToken token) {
    return token.toString();
  }

  static String show(DeadLetter letter) {
    return letter.token() + " " + letter.jobName() + " " + letter.queue() + " " + letter.causeType() + " " + letter.message();
  }

  static <T> List<String> sorted(Collection<T> all, Function<T, String> shown) {
    return all.stream().map(shown).sorted().toList();
  }
}
