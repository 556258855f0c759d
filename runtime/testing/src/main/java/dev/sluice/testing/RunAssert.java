package dev.sluice.testing;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says what should have become of a run. Each method returns the same object, or throws an {@link AssertionError} that shows what became
 * of every op. Its {@link #assertThat} may be imported beside that of AssertJ.
 *
 * @param <O> what the job yields
 */
public final class RunAssert<O> {
  private final TestRun<O> run;

  private RunAssert(TestRun<O> run) {
    this.run = run;
  }

  public static <O> RunAssert<O> assertThat(TestRun<O> run) {
    return new RunAssert<>(run);
  }

  /** The run succeeded; ops that may fail may have failed, and others may be skipped. */
  public RunAssert<O> succeeded() {
    return hasStatus(RunStatus.SUCCEEDED);
  }

  /** It ended, and an op of it failed. */
  public RunAssert<O> failed() {
    return hasStatus(RunStatus.FAILED);
  }

  /** It was called off. */
  public RunAssert<O> canceled() {
    return hasStatus(RunStatus.CANCELED);
  }

  /** It has not ended, and no passing of time would end it. */
  public RunAssert<O> isOpen() {
    return check(!run.status().isTerminal(), "the run should be open, and is " + run.status());
  }

  public RunAssert<O> hasStatus(RunStatus status) {
    return check(run.status() == status, "the run should be " + status + ", and is " + run.status());
  }

  /** Its output is this; null if its output op returned that, or was skipped. */
  public RunAssert<O> yields(@Nullable O expected) {
    check(run.hasOutput(), "the run should yield " + expected + ", and is " + run.status());
    return check(Objects.equals(run.output(), expected), "the run should yield " + expected + ", and yields " + run.output());
  }

  /** Hands the output to further assertions. */
  public RunAssert<O> output(Consumer<? super O> assertions) {
    check(run.hasOutput(), "the run should have an output, and is " + run.status());
    assertions.accept(run.output());
    return this;
  }

  /** So many attempts at the op were started; at one that is a sub-job, so many runs of that. */
  public RunAssert<O> attempts(String op, int count) {
    int was = run.op(op).attempts();
    return check(was == count, "op " + op + " should have had " + count + " attempts, and had " + was);
  }

  public RunAssert<O> op(String op, OpState state) {
    OpState was = run.op(op).state();
    return check(was == state, "op " + op + " should be " + state + ", and is " + was);
  }

  /** None of these ops ran, since something upstream of them did not succeed. */
  public RunAssert<O> skipped(String... ops) {
    List.of(ops).forEach(op -> op(op, OpState.SKIPPED));
    return this;
  }

  /** The op failed for good, at last with such an exception; its message holds this text. */
  public RunAssert<O> failedAt(String op, Class<? extends Throwable> type, String text) {
    return failedAt(op, type.getName(), text);
  }

  /**
   * The op failed for good, at last for this reason.
   *
   * @param cause class name of an exception, or a name of the platform's own, such as
   *     {@value dev.sluice.core.job.OpRunner#TIMEOUT}
   * @param text what its message holds
   */
  public RunAssert<O> failedAt(String op, String cause, String text) {
    op(op, OpState.FAILED);
    Cause was = run.op(op).cause();
    return check(was != null && was.type().equals(cause) && was.message().contains(text),
        "op " + op + " should have failed with " + cause + " and \"" + text + "\"");
  }

  /** It took exactly so long, by the virtual clock. */
  public RunAssert<O> took(Duration expected) {
    return check(run.duration().equals(expected), "the run should have taken " + expected + ", and took " + run.duration());
  }

  /** The first attempts at these ops were started in this order; others may have been started in between. */
  public RunAssert<O> ranInOrder(String... ops) {
    int before = -1;
    for (String op : ops) {
      int at = run.order().indexOf(run.op(op).op());
      check(at >= 0, "op " + op + " should have run");
      check(at > before, "the ops should have started in the order " + List.of(ops) + ", and did in the order " + run.order());
      before = at;
    }
    return this;
  }

  /** None of these ops was ever started. */
  public RunAssert<O> neverRan(String... ops) {
    List.of(ops).forEach(op -> attempts(op, 0));
    return this;
  }

  /** So many messages for a topic were written to the outbox. */
  public RunAssert<O> sent(String topic, int count) {
    long was = run.messages().stream().filter(message -> message.topic().equals(topic)).count();
    return check(was == count, "the run should have sent " + count + " messages to topic " + topic + ", and sent " + was);
  }

  private RunAssert<O> check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise + "\n" + OpTable.of(run));
    }
    return this;
  }
}
