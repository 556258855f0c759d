package dev.sluice.core.job;

import dev.sluice.core.run.Lease;
import dev.sluice.core.time.Alarm;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of an op's code, with all that it takes read and ready.
 *
 * @param input the run's input
 * @param upstream outputs of the upstream ops
 */
record OpCall(
    OpDefinition op, Object input, List<Object> upstream, AttemptContext context, OutboxDraft outbox,
    AttemptSignal signal, Alarm alarm, Payloads payloads, String jobName) {

  /**
   * Reads what the op takes.
   *
   * @throws UnusablePayloadException if it cannot be read
   */
  @SuppressWarnings("NullAway") // the code of a job that may be given null takes null
  static OpCall of(
      Lease lease, JobRegistry jobs, Payloads payloads, InstantSource clock, Alarm alarm, AttemptSignal signal, AttemptDesk desk) {
    Job<?, ?> job = jobs.job(lease.jobName());
    OpDefinition op = job.op(lease.key().opKey());
    UpstreamOutputs outputs = new UpstreamOutputs(lease, job, op, payloads);
    Object input = payloads.read(lease.runInput(), job.inputType(), "the input of job " + job.name());
    List<Object> upstream = outputs.all();
    Instant deadline = op.timeout().map(clock.instant()::plus).orElse(Instant.MAX);
    Checkpoints checkpoints = new Checkpoints(lease, signal, desk, payloads);
    OutboxDraft outbox = new OutboxDraft(lease.key(), op.transactional(), payloads);
    AttemptContext context = new AttemptContext(lease, outputs, signal, deadline, checkpoints, outbox, desk);
    return new OpCall(op, input, upstream, context, outbox, signal, alarm, payloads, job.name());
  }

  boolean isTransactional() {
    return op.transactional();
  }

  /** Runs the code on the calling thread, interruptible by the signal, and writes its output. */
  String run(@Nullable Connection connection) throws Exception {
    Optional<Duration> timeout = op.timeout();
    Runnable callOff = timeout.map(after -> alarm.set(after, () -> signal.stop(StopReason.TIMED_OUT))).orElse(() -> {});
    Object value;
    signal.enter();
    try {
      value = connection == null ? op.body().run(input, upstream, context, null) : runOn(connection);
    } finally {
      signal.leave();
      callOff.run();
    }
    return payloads.write(value, "the output of op " + op.name() + " of job " + jobName);
  }

  private @Nullable Object runOn(Connection connection) throws Exception {
    try (LentConnection lent = new LentConnection(connection, op.name())) {
      return op.body().run(input, upstream, context, lent.connection());
    }
  }
}
