package dev.sluice.testing;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobDefinitionException;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.time.VirtualClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job in the calling thread, on the platform's own planning, running and retrying, with a store in memory and a virtual clock: a
 * pause of an hour takes no time, and the same test does the same each time. The methods write the script and return the same object.
 *
 * <p>An op is named by its key. A line about the map {@code count} is about all its elements {@code count[0]}, {@code count[1]} and so on. A
 * line about an op of a sub-job is about it in every run of that.
 *
 * <p>Each call of {@link #run} starts a further run on the same store, the clock going on. For one thread.
 *
 * @param <I> what a run takes
 * @param <O> what a run yields
 */
public final class JobTest<I, O> {
  private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

  private final JobSource<I, O> source;
  private final Script script = new Script();
  private final Map<String, String> tags = new HashMap<>();
  private VirtualClock clock = new VirtualClock(START);
  private Optional<Supplier<Connection>> connections = Optional.empty();
  private Optional<Long> seed = Optional.empty();
  private @Nullable String idempotencyKey;
  private @Nullable World world;

  private JobTest(JobSource<I, O> source) {
    this.source = source;
  }

  /**
   * Tests the job of a source.
   *
   * @throws NullPointerException if there is none
   */
  public static <I, O> JobTest<I, O> of(JobSource<I, O> source) {
    return new JobTest<>(Objects.requireNonNull(source, "the source of the job to be tested is null"));
  }

  /** Starts at this time, such as {@code 2026-11-21T00:00:00Z}; at the turn of the millennium if it is not called. */
  public JobTest<I, O> clockAt(String instant) {
    return clock(new VirtualClock(Instant.parse(instant)));
  }

  /** Goes by this clock, which the job's own code may have been given too. Code that moves it takes that long. */
  public JobTest<I, O> clock(VirtualClock shared) {
    beforeTheFirstRun();
    clock = shared;
    return this;
  }

  /** Makes pauses between attempts vary as on the platform, the same way for the same seed. By default they do not vary. */
  public JobTest<I, O> seed(long number) {
    beforeTheFirstRun();
    seed = Optional.of(number);
    return this;
  }

  /**
   * Gives transactional ops their connections: one is opened for each attempt, taken into a transaction, and closed at its end.
   */
  public JobTest<I, O> database(Connections opened) {
    beforeTheFirstRun();
    connections = Optional.of(() -> {
      try {
        return opened.open();
      } catch (SQLException e) {
        throw new IllegalStateException("the test's database gives no connection: " + e.getMessage(), e);
      }
    });
    return this;
  }

  /** Gives the runs that are started from now on a tag. */
  public JobTest<I, O> tag(String name, String value) {
    tags.put(name, value);
    return this;
  }

  /** Starts runs under this key from now on: the second call of {@link #run} returns the first run. */
  public JobTest<I, O> idempotencyKey(String key) {
    idempotencyKey = key;
    return this;
  }

  /** Has these attempts at an op throw this in place of running its code. */
  public JobTest<I, O> failing(String op, Attempts attempts, Throwable failure) {
    if (!(failure instanceof Exception || failure instanceof Error)) {
      throw new IllegalArgumentException("an op throws an Exception or an Error, got " + failure.getClass().getName());
    }
    return deed(op, attempts, new Script.Fails(failure));
  }

  /**
   * Has an op return this in place of running its code. If the op is a sub-job, this is what the sub-job yields, and none is started; if
   * it waits for a signal, this is the signal.
   */
  public JobTest<I, O> answering(String op, @Nullable Object output) {
    return deed(op, Attempts.everyAttempt(), new Script.Answers(output));
  }

  /**
   * Has each attempt at an op take this time, while others run. If that is not less than the op's timeout, the timeout strikes. What a
   * transactional op commits, it commits at once. A sub-job takes this time or its own, whichever is longer. Not for ops that wait for a
   * signal: say when that comes.
   */
  public JobTest<I, O> taking(String op, Duration time) {
    return deed(op, Attempts.everyAttempt(), new Script.Takes(time));
  }

  /**
   * Has the op's timeout strike at these attempts as their code begins: it is interrupted, as on the platform. A sub-job is called off at
   * its timeout without having begun; an op that waits gets no signal. Not for one that has its signal beforehand.
   */
  public JobTest<I, O> timingOut(String op, Attempts attempts) {
    return deed(op, attempts, new Script.TimesOut());
  }

  /** Has the worker die at these attempts, their code having run and nothing being committed: the lease runs out, another goes on. */
  public JobTest<I, O> losingTheWorker(String op, Attempts attempts) {
    return deed(op, attempts, new Script.LosesWorker());
  }

  /** Calls the run off as these attempts begin: their code is told, as on the platform, by a flag and an interrupt. */
  public JobTest<I, O> cancelingAt(String op, Attempts attempts) {
    return deed(op, attempts, new Script.CallsOff("called off by the test"));
  }

  /** Gives an op that waits for a signal this one, as soon as it waits. Without, such an op waits until its timeout, or leaves its run open. */
  public JobTest<I, O> signal(String op, @Nullable Object value) {
    return signal(op, value, Duration.ZERO);
  }

  /** Gives an op that waits for a signal this one, so long after it has begun to wait. */
  public JobTest<I, O> signal(String op, @Nullable Object value, Duration after) {
    return deed(op, Attempts.everyAttempt(), new Script.Signals(value, after));
  }

  /** Gives an op its signal before anything of the run has begun, as a caller may who is faster than the run. */
  public JobTest<I, O> signalBeforehand(String op, @Nullable Object value) {
    return deed(op, Attempts.everyAttempt(), new Script.SignalsBeforehand(value));
  }

  private JobTest<I, O> deed(String op, Attempts attempts, Script.Deed deed) {
    script.add(op, attempts, deed);
    return this;
  }

  /** The clock that the run goes by. */
  public VirtualClock clock() {
    return clock;
  }

  /**
   * Starts a run and works on it until it has ended, or waits for something that time does not bring.
   *
   * @throws JobDefinitionException if a job of this test is not well defined
   * @throws dev.sluice.core.job.UnusablePayloadException if the input cannot be written, or read as the job's; or if a signal of the script
   *     is not what its op waits for
   * @throws IllegalArgumentException if the script is about an op that there is not; or if the run has ended, not called off, and what the
   *     script lets go wrong could not: its op has had too few attempts, or its map too few elements
   * @throws IllegalStateException if a transactional op wants a connection and the test has no database
   */
  public TestRun<O> run(I input) {
    Job<I, O> job = JobBuilder.define(source);
    if (world == null) {
      world = new World(clock, job, script, connections, seed);
    }
    return world.run(job, input, tags, idempotencyKey);
  }

  private void beforeTheFirstRun() {
    if (world != null) {
      throw new IllegalStateException("this is for before the first run: make a new JobTest");
    }
  }
}
