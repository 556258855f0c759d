package dev.sluice.testing;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run. Immutable; see {@link RunAssert} for what is to be said of it.
 *
 * @param <O> what the job yields
 */
public final class TestRun<O> {
  private final Run run;
  private final @Nullable O output;
  private final List<OpReport> ops;
  private final List<RunEvent> events;
  private final List<String> order;
  private final List<OutboxMessage> messages;
  private final List<TestRun<?>> children;

  TestRun(Run run, @Nullable O output, List<OpReport> ops, List<RunEvent> events, List<String> order, List<OutboxMessage> messages,
      List<TestRun<?>> children) {
    this.run = run;
    this.output = output;
    this.ops = ops;
    this.events = events;
    this.order = order;
    this.messages = messages;
    this.children = children;
  }

  /** The run's row: its id, tags, times and what else the store knows. */
  public Run run() {
    return run;
  }

  public RunStatus status() {
    return run.status();
  }

  /**
   * Returns what the run yielded; null if it succeeded and its output op returned null, or was skipped.
   *
   * @throws NoSuchElementException if it has not succeeded and its output op neither, with what became of the ops
   */
  public @Nullable O output() {
    if (!hasOutput()) {
      throw new NoSuchElementException("the run has no output: it is " + status() + "\n" + OpTable.of(this));
    }
    return output;
  }

  boolean hasOutput() {
    return run.output() != null || status() == RunStatus.SUCCEEDED;
  }

  /** The ops in the order in which they are defined. */
  public List<OpReport> ops() {
    return ops;
  }

  /**
   * Returns what became of an op.
   *
   * @throws NoSuchElementException naming the ops that the run has
   */
  public OpReport op(String key) {
    return ops.stream().filter(op -> op.op().equals(key)).findFirst()
        .orElseThrow(() -> new NoSuchElementException("the run has no op \"" + key + "\"\n" + OpTable.of(this)));
  }

  /** Op keys in the order in which attempts were started, one for each attempt. */
  public List<String> order() {
    return order;
  }

  /** The run's whole history. */
  public List<RunEvent> events() {
    return events;
  }

  /** Messages that transactional ops wrote to the outbox, in the order of their commits. */
  public List<OutboxMessage> messages() {
    return messages;
  }

  /** The runs that its ops have started as sub-jobs, oldest first. */
  public List<TestRun<?>> children() {
    return List.copyOf(children);
  }

  /** Time by the virtual clock from submit to the end, or to the latest event of a run that has not ended. */
  public Duration duration() {
    @Nullable Instant finished = run.finishedAt();
    return Duration.between(run.submittedAt(), finished == null ? events.get(events.size() - 1).at() : finished);
  }

  /** How often something happened in it. */
  public long count(EventType type) {
    return events.stream().filter(event -> event.type() == type).count();
  }

  /** A table of the ops, for a person. */
  @Override
  public String toString() {
    return OpTable.of(this);
  }
}
