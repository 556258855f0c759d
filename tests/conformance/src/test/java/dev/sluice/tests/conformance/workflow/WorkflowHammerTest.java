package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.RunRow;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.tests.conformance.postgres.Hands;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers drain some hundred runs of random shapes, while leases run out, runs are called off, signals come and what failed is redriven:
 * everything ends, the history holds, and the database has broken no deadlock. The seed is told; {@code -Dsluice.hammer.seed} repeats its
 * jobs, though not the order in which threads meet.
 */
@Timeout(300)
class WorkflowHammerTest {
  private static final int WORKERS = 6;
  private static final int RUNS = 120;
  /** Each of them is seven runs, if all goes well. */
  private static final int TOWERS = 25;
  private static final int LEVELS = 3;
  private static final PublishWindow WINDOW = new PublishWindow(30, Duration.ofMinutes(1));
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final long seed = Long.getLong("sluice.hammer.seed", System.nanoTime());
  private final List<RunId> submitted = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean isSubmitted = new AtomicBoolean();
  /** Until then a redrive may still bring back work: who does it must not have gone. */
  private final AtomicBoolean isDisturbed = new AtomicBoolean();
  private final AtomicInteger committed = new AtomicInteger();
  private final Hands hands = new Hands();

  @Test
  void whateverTheShapesEverythingEndsAndTheHistoryHolds() throws Exception {
    hammer(new RandomShapes(seed).draw(LEVELS), RUNS, this::disturb);
  }

  @Test
  void whatFailsInSubJobsIsRedrivenWithAndWithoutTheOpsAboveAndNoneWaitsForEver() throws Exception {
    List<RunEvent> events = hammer(List.of(new Tower("tower", new Tower("middle", new Tower("base", null)))), TOWERS, this::redrive);
    assertThat(events).as("seed %d", seed).anySatisfy(event -> {
      assertThat(event.type()).isEqualTo(EventType.OP_REDRIVEN);
      assertThat(event.detail()).isNotNull();
    });
  }

  /** An op that fails every other time, and sub-jobs of the same kind. */
  private record Tower(String name, @Nullable Tower below) implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<Integer> own = job.op("own", Integer.class, (n, context) -> {
        if (ThreadLocalRandom.current().nextBoolean()) {
          throw new NonRetryableException("as it happens");
        }
        return n;
      });
      if (below == null) {
        return job.output(own);
      }
      Op<Integer> free = job.sub("free", below);
      Op<Integer> ordered = job.sub("ordered", below).orderedBy(Integer.class, n -> name + n % 3);
      return job.output(job.op("sum", Integer.class, List.of(own, free, ordered), (all, context) -> all.stream().mapToInt(n -> n).sum()));
    }
  }

  private List<RunEvent> hammer(List<JobSource<Integer, Integer>> sources, int runs, Disturbance disturbance) throws Exception {
    JobRegistry jobs = JobRegistry.of(sources);
    Payloads payloads = new Payloads(10_000, 1 << 20, Optional.of(new InMemoryPayloadStore(InstantSource.system())));
    RunPlanner planner = new RunPlanner(InstantSource.system(), new Random(seed), payloads, 3);
    OpRunner runner = new OpRunner(jobs, payloads, planner, InstantSource.system(), (after, action) -> () -> {});
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      List<String> before = schema.deadlocks();
      List<Database> databases = new ArrayList<>();
      for (int worker = 0; worker < WORKERS; worker++) {
        Database database = schema.open(3);
        databases.add(database);
        String name = "worker-" + worker;
        Random random = new Random(seed + worker);
        hands.add(() -> work(database.runStore(), runner, name, random));
      }
      RunStore store = schema.database().runStore();
      hands.add(() -> submit(store, jobs, planner, sources, runs, new Random(seed)));
      hands.add(() -> {
        int rounds = disturbance.go(store, schema, new Random(seed));
        isDisturbed.set(true);
        return rounds;
      });
      hands.add(() -> recover(store));
      try {
        hands.run();
      } catch (Exception e) {
        throw new AssertionError("seed " + seed, e);
      }
      databases.forEach(Database::close);
      List<RunEvent> events = check(store, runs);
      schema.database().close();
      assertThat(schema.deadlocks()).as("deadlocks that PostgreSQL had to break; seed %d", seed).isEqualTo(before);
      return events;
    }
  }

  @FunctionalInterface
  private interface Disturbance {
    int go(RunStore store, TestDatabase.Schema schema, Random random);
  }

  private int submit(RunStore store, JobRegistry jobs, RunPlanner planner, List<JobSource<Integer, Integer>> sources, int runs, Random random) {
    for (int run = 0; run < runs && !hands.areStopped(); run++) {
      String job = sources.get(random.nextInt(sources.size())).name();
      RunTerms terms = random.nextInt(3) == 0
          ? new RunTerms(null, new Limits.Share("tenant-" + random.nextInt(3), 1 + random.nextInt(2))) : RunTerms.OF_THE_JOB;
      submitted.add(store.submit(List.of(planner.plan(jobs.job(job), Integer.toString(random.nextInt(10)), Map.of(), null, terms)), WINDOW)
          .submissions().get(0).runId());
    }
    isSubmitted.set(true);
    return runs;
  }

  private boolean isOpen(RunStore store) {
    return !hands.areStopped() && (!isSubmitted.get() || !store.backlog().isEmpty());
  }

  private boolean isToWork(RunStore store) {
    return !hands.areStopped() && !isDisturbed.get() || isOpen(store);
  }

  private int work(RunStore store, OpRunner runner, String worker, Random random) {
    Claim claim = new Claim(worker, "default", 8, LEASE);
    List<Lease> leases = List.of();
    while (!hands.areStopped() && (!leases.isEmpty() || isToWork(store))) {
      List<Attempt> attempts = new ArrayList<>();
      for (Lease lease : leases) {
        if (random.nextInt(30) > 0) { // else it forgets this one, as if it had died
          attempts.add(new Attempt(lease.token(), runner.run(lease, new AttemptSignal()).orElseThrow(), Optional.of(Duration.ZERO), false,
              lease.consequence()));
        }
      }
      if (random.nextInt(10) == 0 && !leases.isEmpty()) {
        store.release(worker, List.of(leases.get(0).token()));
      }
      Collections.shuffle(attempts, random);
      committed.addAndGet(attempts.size());
      leases = store.commit(worker, attempts, List.of(claim), WINDOW).next();
      if (random.nextInt(20) == 0) {
        store.commit(worker, attempts, List.of(), WINDOW); // as if the answer had been lost
      }
    }
    return committed.get();
  }

  /** Moves time, sends signals, calls off, redrives. The last goes on only while runs are submitted, so that there is an end. */
  private int disturb(RunStore store, TestDatabase.Schema schema, Random random) {
    int rounds = 0;
    for (; isOpen(store); rounds++) {
      schema.advance(Duration.ofSeconds(1 + random.nextInt(4)));
      List<Run> runs = store.runs(new RunFilter(Optional.empty(), Optional.empty(), RunFilter.MAX_LIMIT));
      if (runs.isEmpty()) {
        continue;
      }
      for (int i = 0; i < 5; i++) {
        Run run = runs.get(random.nextInt(runs.size()));
        for (IdempotencyRecord op : store.ops(run.id())) {
          if (op.key().opKey().endsWith("-answer") && random.nextBoolean()) {
            store.signal(op.key(), Integer.toString(random.nextInt(10)), WINDOW);
          }
        }
      }
      if (random.nextInt(4) == 0) {
        store.cancel(runs.get(random.nextInt(runs.size())).id(), "hammer");
      }
      if (!isSubmitted.get()) {
        store.deadLetters().redrive(DeadLetterFilter.all(10), Duration.ZERO);
      }
    }
    return rounds;
  }

  /** Redrives a few at a time, so that often only some of those that belong together are among them. */
  private int redrive(RunStore store, TestDatabase.Schema schema, Random random) {
    int rounds = 0;
    for (; isOpen(store); rounds++) {
      if (random.nextInt(20) == 0) {
        schema.advance(LEASE.dividedBy(2));
      }
      store.deadLetters().redrive(DeadLetterFilter.all(1 + random.nextInt(4)), Duration.ZERO);
    }
    return rounds;
  }

  private int recover(RunStore store) {
    int rounds = 0;
    for (; isToWork(store); rounds++) {
      store.recover(50);
    }
    return rounds;
  }

  private List<RunEvent> check(RunStore store, int least) {
    List<RunEvent> events = new ArrayList<>();
    for (List<RunEvent> page = store.eventsAfter(0, 5_000); !page.isEmpty();
        page = store.eventsAfter(events.get(events.size() - 1).sequence(), 5_000)) {
      events.addAll(page);
    }
    List<Run> runs = events.stream().map(RunEvent::runId).distinct().map(run -> store.find(run).orElseThrow()).toList();
    assertThat(runs).as("seed %d", seed).hasSizeGreaterThan(least).allSatisfy(run -> {
      assertThat(run.status().isTerminal()).isTrue();
      assertThat(store.ops(run.id())).extracting(IdempotencyRecord::state).allMatch(OpState::isTerminal);
    });
    assertThat(runs).extracting(Run::id).containsAll(submitted);
    History history = new History(runs.stream().map(Run::id).toList(), events,
        runs.stream().map(run -> RunRow.of(RunDetail.of(run, store.ops(run.id()), List.of()))).toList());
    assertThat(ExactlyOnceCheck.check(history).violations()).as("seed %d", seed).isEmpty();
    // What else has happened is for chance and the machine to say; the suites beside this one have each of it.
    assertThat(events).as("seed %d", seed).extracting(RunEvent::type).contains(EventType.OP_SUCCEEDED);
    return events;
  }
}
