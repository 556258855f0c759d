package dev.sluice.core.job;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.payload.LostPayloadException;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.EndedTransactionException;
import dev.sluice.core.store.SharedTransaction;
import dev.sluice.core.time.Alarm;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the code of one attempt and makes a result of whatever comes of it. Safe for any thread; blocks as long as the op does.
 *
 * <p>Every failure is worth another attempt except one of a payload, which no attempt can change, of SQL that ends its transaction by
 * itself, a {@link NonRetryableException}, and what the op's {@link Retry} is not for. An unknown job or op is retried
 * too: the coordinator knew it, so this worker is of an older or newer deployment than the run, and the next attempt may meet
 * another worker.
 */
public final class OpRunner {
  /** {@link Cause#type()} of an attempt that ran out of time. */
  public static final String TIMEOUT = "Timeout";
  /** {@link Cause#type()} of a transactional attempt whose commit was refused. */
  public static final String FENCED = "Fenced";

  private static final Logger LOG = LoggerFactory.getLogger(OpRunner.class);

  private final JobRegistry jobs;
  private final Payloads payloads;
  private final InstantSource clock;
  private final Alarm alarm;
  private final RunPlanner planner;

  /**
   * Makes a runner.
   *
   * @param planner plans what ops add to their runs, and their sub-jobs
   * @param alarm strikes the timeouts of ops
   */
  public OpRunner(JobRegistry jobs, Payloads payloads, RunPlanner planner, InstantSource clock, Alarm alarm) {
    this.jobs = jobs;
    this.payloads = payloads;
    this.clock = clock;
    this.alarm = alarm;
    this.planner = planner;
  }

  /** Runs an attempt that has no store to ask on the calling thread; see {@link #run(Lease, AttemptSignal, AttemptDesk)}. */
  public Optional<ExecutionResult> run(Lease lease, AttemptSignal signal) {
    return run(lease, signal, AttemptDesk.NONE);
  }

  /**
   * Runs an attempt on the calling thread. The success of a transactional op is committed when this returns.
   *
   * @param signal tells it to stop
   * @param desk the store as this attempt sees it
   * @return its result; empty if it was stopped because its lease is lost or handed over, so that there is nothing to commit
   */
  public Optional<ExecutionResult> run(Lease lease, AttemptSignal signal, AttemptDesk desk) {
    AttemptLog.enter(lease.token());
    try {
      ExecutionResult result = signal.reason().isPresent() ? stopped(lease, signal, null, null) : attempt(lease, signal, desk);
      if (result instanceof ExecutionResult.Failure failure) {
        // The stack trace is stored with the result.
        LOG.info("attempt {} of {} failed: {}: {}", lease.attempt(), lease.maxAttempts(), failure.cause().type(), failure.cause().message());
      }
      return Optional.ofNullable(result);
    } finally {
      AttemptLog.leave();
    }
  }

  private @Nullable ExecutionResult attempt(Lease lease, AttemptSignal signal, AttemptDesk desk) {
    ExecutionResult result;
    try {
      OpCall call = OpCall.of(lease, jobs, payloads, planner, clock, alarm, signal, desk);
      if (call.isTransactional()) {
        return together(call, lease, signal, desk);
      }
      result = call.run();
    } catch (Throwable failure) { // an Error of the op's code fails the attempt, not the worker
      return signal.reason().isPresent()
          ? stopped(lease, signal, null, failure)
          : new ExecutionResult.Failure(causeOf(failure), isRetryable(lease, failure));
    }
    return signal.reason().isPresent() ? stopped(lease, signal, result, null) : result;
  }

  private boolean isRetryable(Lease lease, Throwable failure) {
    if (failure instanceof UnusablePayloadException || failure instanceof LostPayloadException || failure instanceof NonRetryableException
        || failure instanceof EndedTransactionException
        || failure instanceof SignalMissedException) {
      return false;
    }
    try {
      return jobs.job(lease.jobName()).op(lease.key().opKey()).retry().map(retry -> retry.isFor(failure)).orElse(true);
    } catch (UnknownJobException | UnknownOpException e) {
      return true; // this very failure
    }
  }

  /** Runs the code of a transactional op; what it returns is a success only if it is committed already, with all its SQL. */
  private @Nullable ExecutionResult together(OpCall call, Lease lease, AttemptSignal signal, AttemptDesk desk) throws Exception {
    AtomicReference<String> output = new AtomicReference<>();
    boolean committed = desk.commitTogether(new SharedTransaction() {
      @Override
      public Optional<String> run(Connection connection) throws Exception {
        String returned = call.run(connection);
        output.set(returned);
        return signal.reason().filter(OpRunner::forbidsACommit).isPresent() ? Optional.empty() : Optional.of(returned);
      }

      @Override
      public List<OutboxMessage> outbox() {
        return call.outbox().messages();
      }
    });
    if (committed) {
      return new ExecutionResult.Success(Objects.requireNonNull(output.get()));
    }
    return signal.reason().isPresent()
        ? stopped(lease, signal, null, null)
        // Nothing of it stands. If the lease is lost or the run called off, the store makes of this failure what is right.
        : new ExecutionResult.Failure(Cause.named(FENCED, "the attempt is no longer the current one: its SQL is rolled back"), true);
  }

  private static boolean forbidsACommit(StopReason reason) {
    return switch (reason) {
      case CANCELED, TIMED_OUT -> true;
      case LEASE_LOST, HANDED_OVER -> false; // an op that got through all the same is worth a commit: the fence decides
    };
  }

  /**
   * Returns what is committed for an attempt whose code was told to stop, and has not returned long after.
   *
   * @param reason {@link StopReason#CANCELED} or {@link StopReason#TIMED_OUT}
   */
  public ExecutionResult inPlaceOfAResult(Lease lease, StopReason reason) {
    return switch (reason) {
      case CANCELED -> new ExecutionResult.Canceled("the run was called off; its code has not returned and is fenced off");
      case TIMED_OUT -> new ExecutionResult.Failure(timeout(lease, null), true);
      case LEASE_LOST, HANDED_OVER -> throw new IllegalArgumentException("nothing is to be committed after " + reason);
    };
  }

  /** What becomes of an attempt that was told to stop, given the result it still had or the failure it ended with. */
  private @Nullable ExecutionResult stopped(
      Lease lease, AttemptSignal signal, @Nullable ExecutionResult result, @Nullable Throwable failure) {
    return switch (signal.reason().orElseThrow()) {
      case CANCELED -> new ExecutionResult.Canceled("the run was called off");
      case TIMED_OUT -> new ExecutionResult.Failure(timeout(lease, failure), true);
      // An op that got through all the same is worth a commit: the fence decides.
      case LEASE_LOST, HANDED_OVER -> result;
    };
  }

  private Cause timeout(Lease lease, @Nullable Throwable failure) {
    Duration timeout = jobs.job(lease.jobName()).op(lease.key().opKey()).timeout().orElseThrow();
    return new Cause(TIMEOUT, "the attempt took longer than " + timeout, failure == null ? "" : causeOf(failure).stackTrace());
  }

  private static Cause causeOf(Throwable failure) {
    try {
      return Cause.of(failure);
    } catch (RuntimeException | Error e) { // an exception class of the op's own may fail to describe itself
      return Cause.named(failure.getClass().getName(), "no message: " + (e instanceof Error ? e.getClass().getName() : e));
    }
  }
}
