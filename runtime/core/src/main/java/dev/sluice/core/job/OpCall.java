package dev.sluice.core.job;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.time.Alarm;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of an op's code, with all that it takes read and ready.
 *
 * @param input gives the run's input
 * @param upstream outputs of the upstream ops
 */
record OpCall(
    OpDefinition op, Supplier<Object> input, List<Object> upstream, AttemptContext context, OutboxDraft outbox,
    AttemptSignal signal, Alarm alarm, Aftermath aftermath) {

  /**
   * Reads what the op takes.
   *
   * @throws UnusablePayloadException if it cannot be read
   */
  static OpCall of(
      Lease lease, JobRegistry jobs, Payloads payloads, RunPlanner planner, InstantSource clock, Alarm alarm, AttemptSignal signal,
      AttemptDesk desk) {
    Job<?, ?> job = jobs.job(lease.jobName());
    OpDefinition op = job.op(lease.key().opKey());
    UpstreamOutputs outputs = new UpstreamOutputs(lease, job, op, payloads);
    RunInput input = new RunInput(lease, job, payloads);
    List<Object> upstream = op.takes().isPresent() ? Collections.singletonList(own(lease, op, payloads)) : outputs.all();
    Instant deadline = op.timeout().map(clock.instant()::plus).orElse(Instant.MAX);
    Checkpoints checkpoints = new Checkpoints(lease, signal, desk, payloads);
    OutboxDraft outbox = new OutboxDraft(lease.key(), op.transactional(), payloads);
    AttemptContext context = new AttemptContext(lease, input, outputs, signal, deadline, checkpoints, outbox, desk);
    return new OpCall(op, input, upstream, context, outbox, signal, alarm,
        new Aftermath(job, op, lease, payloads, planner));
  }

  /** What only this op execution takes: the signal that it waited for, or else its element of a map. */
  private static @Nullable Object own(Lease lease, OpDefinition op, Payloads payloads) {
    String key = lease.key().opKey();
    boolean awaits = op.work() instanceof OpWork.Await;
    String text = awaits ? lease.signal() : lease.opInput();
    if (text == null && awaits) {
      throw new SignalMissedException(lease.jobName(), key);
    }
    return payloads.read(Objects.requireNonNull(text, "the lease of " + lease.token() + " lacks its element"), op.takes().orElseThrow(),
        (awaits ? "the signal of op " : "the item of ") + key);
  }

  boolean isTransactional() {
    return op.transactional();
  }

  /** Runs the code on the calling thread, interruptible by the signal, and tells what comes of it. */
  ExecutionResult run() throws Exception {
    Optional<ExecutionResult> known = aftermath.beforeCode();
    return known.isPresent() ? known.get() : aftermath.of(call(null));
  }

  /** Runs the code of a transactional op likewise, and writes its output. */
  String run(Connection connection) throws Exception {
    return aftermath.output(call(connection));
  }

  private @Nullable Object call(@Nullable Connection connection) throws Exception {
    Optional<Duration> timeout = op.timeout();
    Runnable callOff = timeout.map(after -> alarm.set(after, () -> signal.stop(StopReason.TIMED_OUT))).orElse(() -> {});
    signal.enter();
    try {
      return connection == null ? op.body().run(input, upstream, context, null) : runOn(connection);
    } finally {
      signal.leave();
      callOff.run();
    }
  }

  private @Nullable Object runOn(Connection connection) throws Exception {
    try (LentConnection lent = new LentConnection(connection, op.name())) {
      return op.body().run(input, upstream, context, lent.connection());
    }
  }
}
