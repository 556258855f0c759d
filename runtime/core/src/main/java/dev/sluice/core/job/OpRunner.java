package dev.sluice.core.job;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.time.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the code of one attempt and makes a result of whatever comes of it. Safe for any thread; blocks as long as the op does.
 *
 * <p>Every failure is worth another attempt except one of a payload, which no attempt can change, a {@link NonRetryableException},
 * and what the op's {@link Retry} is not for. An unknown job or op is retried
 * too: the coordinator knew it, so this worker is of an older or newer deployment than the run, and the next attempt may meet
 * another worker.
 */
public final class OpRunner {
  /** {@link Cause#type()} of an attempt that ran out of time. */
  public static final String TIMEOUT = "Timeout";

  private static final Logger LOG = LoggerFactory.getLogger(OpRunner.class);

  private final JobRegistry jobs;
  private final Payloads payloads;
  private final InstantSource clock;
  private final Alarm alarm;

  /** Makes a runner; the alarm strikes the timeouts of ops. */
  public OpRunner(JobRegistry jobs, Payloads payloads, InstantSource clock, Alarm alarm) {
    this.jobs = jobs;
    this.payloads = payloads;
    this.clock = clock;
    this.alarm = alarm;
  }

  /**
   * Runs an attempt on the calling thread.
   *
   * @param signal tells it to stop
   * @return its result; empty if it was stopped because its lease is lost or handed over, so that there is nothing to commit
   */
  public Optional<ExecutionResult> run(Lease lease, AttemptSignal signal) {
    AttemptLog.enter(lease.token());
    try {
      ExecutionResult result = signal.reason().isPresent() ? stopped(lease, signal, null, null) : attempt(lease, signal);
      if (result instanceof ExecutionResult.Failure failure) {
        // The stack trace is stored with the result.
        LOG.info("attempt {} of {} failed: {}: {}", lease.attempt(), lease.maxAttempts(), failure.cause().type(), failure.cause().message());
      }
      return Optional.ofNullable(result);
    } finally {
      AttemptLog.leave();
    }
  }

  private @Nullable ExecutionResult attempt(Lease lease, AttemptSignal signal) {
    String output;
    try {
      output = output(lease, signal);
    } catch (Throwable failure) { // an Error of the op's code fails the attempt, not the worker
      return signal.reason().isPresent()
          ? stopped(lease, signal, null, failure)
          : new ExecutionResult.Failure(causeOf(failure), isRetryable(lease, failure));
    }
    return signal.reason().isPresent() ? stopped(lease, signal, output, null) : new ExecutionResult.Success(output);
  }

  private boolean isRetryable(Lease lease, Throwable failure) {
    if (failure instanceof UnusablePayloadException || failure instanceof NonRetryableException) {
      return false;
    }
    try {
      return jobs.job(lease.jobName()).op(lease.key().opKey()).retry().map(retry -> retry.isFor(failure)).orElse(true);
    } catch (UnknownJobException | UnknownOpException e) {
      return true; // this very failure
    }
  }

  private String output(Lease lease, AttemptSignal signal) throws Exception {
    Job<?, ?> job = jobs.job(lease.jobName());
    OpDefinition op = job.op(lease.key().opKey());
    UpstreamOutputs outputs = new UpstreamOutputs(lease, job, op, payloads);
    Object input = payloads.read(lease.runInput(), job.inputType(), "the input of job " + job.name());
    List<Object> upstream = outputs.all();
    Instant deadline = op.timeout().map(clock.instant()::plus).orElse(Instant.MAX);
    AttemptContext context = new AttemptContext(lease, outputs, signal, deadline);
    Runnable callOff = op.timeout().map(timeout -> alarm.set(timeout, () -> signal.stop(StopReason.TIMED_OUT))).orElse(() -> {});
    Object value;
    signal.enter();
    try {
      value = op.body().run(input, upstream, context);
    } finally {
      signal.leave();
      callOff.run();
    }
    return payloads.write(value, "the output of op " + op.name());
  }

  /** What becomes of an attempt that was told to stop, given the output it still had or the failure it ended with. */
  private @Nullable ExecutionResult stopped(
      Lease lease, AttemptSignal signal, @Nullable String output, @Nullable Throwable failure) {
    return switch (signal.reason().orElseThrow()) {
      case CANCELED -> new ExecutionResult.Canceled("the run was called off");
      case TIMED_OUT -> new ExecutionResult.Failure(timeout(lease, failure), true);
      // An op that got through all the same is worth a commit: the fence decides.
      case LEASE_LOST, HANDED_OVER -> output == null ? null : new ExecutionResult.Success(output);
    };
  }

  private Cause timeout(Lease lease, @Nullable Throwable failure) {
    Duration timeout = jobs.job(lease.jobName()).op(lease.key().opKey()).timeout().orElseThrow();
    return new Cause(TIMEOUT, "the attempt took longer than " + timeout, failure == null ? "" : causeOf(failure).stackTrace());
  }

  private static Cause causeOf(Throwable failure) {
    try {
      return Cause.of(failure);
    } catch (RuntimeException e) { // an exception class of the op's own may fail to describe itself
      return Cause.named(failure.getClass().getName(), "no message: " + e);
    }
  }
}
