package dev.sluice.testing;

import dev.sluice.core.job.OpDefinition;
import dev.sluice.core.job.OpWork;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.run.ChildOutcome;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends sub-jobs as the script says, with an answer or at their timeout, in place of a run of them. For one thread. */
record SubJobs(Script script, InstantSource clock, Payloads payloads) {
  /** Tells whether an attempt takes what a sub-job has yielded. */
  static boolean goesOn(OpDefinition op, Lease lease) {
    return op.work() instanceof OpWork.Sub && lease.signal() != null;
  }

  /** Returns the timeout of a sub-job that would take this time; empty if that is less, or the op is none. */
  static Optional<Duration> struck(OpDefinition op, Duration taking) {
    return op.work() instanceof OpWork.Sub sub
        ? Optional.ofNullable(sub.patience()).filter(patience -> taking.compareTo(patience) >= 0) : Optional.empty();
  }

  /** Returns the lease of an attempt as it is when its sub-job has ended, if the script says how it does; none is started then. */
  Lease ended(OpDefinition op, Lease lease, LeaseToken attempt, Duration taking) {
    if (!(op.work() instanceof OpWork.Sub) || goesOn(op, lease) || script.of(Script.Fails.class, attempt).isPresent()
        || script.of(Script.CallsOff.class, attempt).isPresent()) {
      return lease;
    }
    if (struck(op, taking).isPresent()) {
      return ended(lease, RunStatus.CANCELED, null);
    }
    return script.of(Script.Answers.class, attempt)
        .map(answer -> ended(lease, RunStatus.SUCCEEDED, payloads.write(answer.with(), "the answer for op " + lease.key().opKey())))
        .orElse(lease);
  }

  private Lease ended(Lease lease, RunStatus status, @Nullable String output) {
    ChildOutcome outcome = new ChildOutcome(RunId.next(clock, () -> 0L), status, output);
    return new Lease(lease.token(), lease.jobName(), lease.jobVersion(), lease.queue(), lease.priority(), lease.maxAttempts(),
        lease.expiresAt(), lease.runInput(), lease.upstreamOutputs(), lease.tags(), lease.opInput(), outcome.text(), lease.consequence());
  }
}
