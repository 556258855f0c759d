package dev.sluice.examples;

import dev.sluice.core.inmemory.InMemoryOutbox;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.AttemptDesk;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SharedTransaction;
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.time.Alarm;
import dev.sluice.core.time.VirtualClock;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Runs jobs with the platform's own pieces in one thread: the store in memory, and a clock that moves when nothing else does. */
public final class Stage implements AutoCloseable {
  /** For jobs without transactional ops. */
  public static final Supplier<Connection> NO_DATABASE = () -> {
    throw new AssertionError("no database here");
  };

  private static final String WORKER = "stage";
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofDays(400);

  public final RunStore store;
  public final InMemoryOutbox outbox;
  private final VirtualClock clock;
  private final JobRegistry jobs;
  private final RunPlanner planner;
  private final OpRunner runner;
  private final Random random = new Random(7);
  private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor();

  /**
   * Makes a stage.
   *
   * @param connections for transactional ops
   */
  public Stage(JobRegistry jobs, VirtualClock clock, Supplier<Connection> connections) {
    this.jobs = jobs;
    this.clock = clock;
    this.outbox = new InMemoryOutbox(clock);
    this.store = new InMemoryRunStore(clock, connections, outbox);
    Payloads payloads = new Payloads(256 * 1024);
    this.planner = new RunPlanner(clock, random, payloads, 3);
    this.runner = new OpRunner(jobs, payloads, planner, InstantSource.system(), Alarm.on(timeouts));
  }

  /** A stage for jobs without transactional ops. */
  public static Stage of(JobRegistry jobs) {
    return new Stage(jobs, new VirtualClock(Instant.parse("2026-11-21T00:00:00Z")), NO_DATABASE);
  }

  public RunId submit(String job, String input, Map<String, String> tags) {
    return store.submit(List.of(planner.plan(jobs.job(job), input, tags, null)), PublishWindow.CLOSED).submissions().get(0).runId();
  }

  /** Gives an op its signal. */
  public SignalOutcome.Answer signal(RunId run, String op, String payload) {
    return store.signal(new IdempotencyKey(run, op), payload, PublishWindow.CLOSED).answer();
  }

  /** Works until nothing is ready; tells whether anything was. */
  public boolean work() {
    boolean worked = false;
    for (List<Lease> leases = claim(4); !leases.isEmpty(); leases = claim(4)) {
      leases.forEach(this::attempt);
      worked = true;
    }
    return worked;
  }

  /** Works, and lets time pass where only time helps, until a run has ended. */
  public Run finish(RunId run) {
    work();
    Duration passed = Duration.ZERO;
    Duration step = Duration.ofMillis(100);
    while (!find(run).status().isTerminal()) {
      if (passed.compareTo(PATIENCE) > 0) {
        throw new AssertionError("it waits for more than time: " + store.ops(run));
      }
      clock.advance(step);
      passed = passed.plus(step);
      store.recover(1_000);
      step = work() ? Duration.ofMillis(100) : step.multipliedBy(2);
    }
    return find(run);
  }

  public Run find(RunId run) {
    return store.find(run).orElseThrow();
  }

  public IdempotencyRecord op(RunId run, String key) {
    return store.ops(run).stream().filter(op -> op.key().opKey().equals(key)).findFirst()
        .orElseThrow(() -> new AssertionError("no op " + key + " in " + store.ops(run)));
  }

  public List<Lease> claim(int slots) {
    return store.claim(new Claim(WORKER, "default", slots, LEASE), List.of()).leases();
  }

  /** Runs the code of an attempt, and commits what comes of it. */
  public void attempt(Lease lease) {
    runner.run(lease, new AttemptSignal(), desk(lease)).ifPresent(result ->
        store.commit(WORKER, List.of(new Attempt(lease.token(), result, pause(lease, result), false)), List.of(), PublishWindow.CLOSED));
  }

  private Optional<Duration> pause(Lease lease, ExecutionResult result) {
    if (!(result instanceof ExecutionResult.Failure failure) || !failure.retryable()) {
      return Optional.empty();
    }
    Retry retry = jobs.job(lease.jobName()).op(lease.key().opKey()).retry().orElse(Retry.exponential(3));
    return Optional.of(retry.pauseAfter(lease.attempt(), random));
  }

  private AttemptDesk desk(Lease lease) {
    return new AttemptDesk() {
      @Override
      public boolean commitTogether(SharedTransaction work) throws Exception {
        return store.commitTogether(WORKER, lease.token(), false, work);
      }

      @Override
      public boolean saveCheckpoint(String payload) {
        return store.saveCheckpoint(WORKER, lease.token(), payload);
      }

      @Override
      public Optional<String> checkpoint() {
        return store.checkpoint(lease.key());
      }
    };
  }

  @Override
  public void close() {
    timeouts.shutdownNow();
  }
}
