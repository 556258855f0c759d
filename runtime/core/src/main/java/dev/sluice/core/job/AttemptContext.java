package dev.sluice.core.job;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the code of an op sees during one attempt. */
final class AttemptContext implements OpContext {
  private final Lease lease;
  private final Supplier<Object> input;
  private final UpstreamOutputs outputs;
  private final AttemptSignal signal;
  private final Instant deadline;
  private final Checkpoints checkpoints;
  private final OutboxDraft outbox;
  private final AttemptDesk desk;
  /** Made when it is first asked for, since most ops log nothing; two threads may make two that are alike. */
  private volatile @Nullable Logger logger;

  AttemptContext(Lease lease, Supplier<Object> input, UpstreamOutputs outputs, AttemptSignal signal, Instant deadline,
      Checkpoints checkpoints, OutboxDraft outbox, AttemptDesk desk) {
    this.lease = lease;
    this.input = input;
    this.outputs = outputs;
    this.signal = signal;
    this.deadline = deadline;
    this.checkpoints = checkpoints;
    this.outbox = outbox;
    this.desk = desk;
  }

  @Override
  public IdempotencyKey idempotencyKey() {
    return lease.key();
  }

  @Override
  public int attempt() {
    return lease.attempt();
  }

  @Override
  public Instant deadline() {
    return deadline;
  }

  @Override
  public boolean isCanceled() {
    return signal.reason().isPresent();
  }

  @Override
  public Logger logger() {
    Logger made = logger;
    if (made == null) {
      made = AttemptLog.carrying(lease.token(), LoggerFactory.getLogger(loggerName()));
      logger = made;
    }
    return made;
  }

  /** One for all elements of a map, as a logger is kept for ever; which of them it is stands in the context of each line. */
  private String loggerName() {
    String opKey = lease.key().opKey();
    int element = opKey.indexOf('[');
    return "job." + lease.jobName() + "." + (element < 0 ? opKey : opKey.substring(0, element));
  }

  @Override
  public Map<String, String> tags() {
    return lease.tags();
  }

  @Override
  public void progress(long done, long total) {
    if (done < 0 || total < 0) {
      throw new IllegalArgumentException("done and total must be >= 0, got " + done + " and " + total);
    }
    desk.progress(done, total);
  }

  @Override
  public void checkpoint(Object value) {
    checkpoints.save(value);
  }

  @Override
  public <T> Optional<T> lastCheckpoint(Class<T> type) {
    return checkpoints.last(type);
  }

  @Override
  public void outbox(String topic, String key, Object payload) {
    outbox.add(topic, key, payload);
  }

  @Override
  @SuppressWarnings("NullAway") // the code of a job that may be given null takes null
  public <T> T input(Class<T> type) {
    Object given = input.get();
    if (given != null && !type.isInstance(given)) {
      throw new IllegalArgumentException(
          "job \"" + lease.jobName() + "\" takes a " + given.getClass().getName() + ", not a " + type.getName());
    }
    return type.cast(given);
  }

  @Override
  public <T> T output(Op<T> upstream) {
    return outputs.read(upstream);
  }

  @Override
  public <T> T output(String name, Class<T> type) {
    return outputs.read(name, type);
  }

  @Override
  public boolean hasOutput(String name) {
    return outputs.has(name);
  }

  @Override
  public Set<String> outputs() {
    return outputs.names();
  }
}
