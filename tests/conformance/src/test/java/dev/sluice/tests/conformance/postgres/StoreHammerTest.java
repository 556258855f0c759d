package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.RunRow;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sixty-four threads do everything to a store that may be done to it, on the same runs: no conflict escapes, nothing deadlocks, and
 * the history folds to the rows.
 */
@Timeout(240)
class StoreHammerTest {
  private static final int SUBMITTERS = 8;
  private static final int BATCHES = 15;
  private static final int RUNS_A_BATCH = 5;
  private static final PublishWindow WINDOW = new PublishWindow(30, Duration.ofMinutes(1));
  private static final Duration LONG = Duration.ofMinutes(5);
  /** So short that some leases run out under their workers. */
  private static final Duration SHORT = Duration.ofMillis(60);

  private final Queue<RunId> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger submitting = new AtomicInteger(SUBMITTERS);
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Callable<Integer>> hands = new ArrayList<>();

  @Test
  void sixtyFourThreadsLeaveAHistoryThatFoldsToTheRows() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      long deadlocks = deadlocks(schema);
      History history;
      try (Database database = schema.open(64)) {
        RunStore store = database.runStore();
        add(SUBMITTERS, seed -> () -> submit(store, new Random(seed)));
        add(20, seed -> () -> work(store, "steady-" + seed, LONG, new Random(100 + seed)));
        add(12, seed -> () -> work(store, "hasty-" + seed, SHORT, new Random(200 + seed)));
        add(6, seed -> () -> tend(store, () -> store.recover(20)));
        add(4, seed -> () -> tend(store, () -> store.unpublish(store.publish("default", WINDOW))));
        add(4, seed -> () -> tend(store, () -> store.publish("default", WINDOW)));
        add(3, seed -> () -> cancel(store, new Random(300 + seed)));
        add(3, seed -> () -> redrive(store));
        add(2, seed -> () -> tend(store, () -> store.forget(Duration.ofDays(1), 10)));
        add(2, seed -> () -> tend(store, () -> read(store)));
        assertThat(hands).hasSize(64);
        runAll();
        history = history(store);
      }
      assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
      assertThat(history.runs()).hasSize(SUBMITTERS * BATCHES * RUNS_A_BATCH)
          .allSatisfy(run -> assertThat(run.status().isTerminal()).isTrue());
      assertThat(history.events()).extracting(RunEvent::type).contains(EventType.OP_RETRIED, EventType.OP_LEASE_LOST,
          EventType.OP_RELEASED, EventType.COMMIT_FENCED, EventType.OP_FAILED, EventType.OP_REDRIVEN, EventType.RUN_REOPENED,
          EventType.RUN_CANCEL_REQUESTED, EventType.RUN_CANCELED, EventType.RUN_SUCCEEDED);
      assertThat(deadlocks(schema)).as("deadlocks that PostgreSQL had to break").isEqualTo(deadlocks);
    }
  }

  private void add(int count, IntFunction<Callable<Integer>> hand) {
    IntStream.range(0, count).mapToObj(hand).forEach(hands::add);
  }

  private void runAll() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(hands.size());
    try {
      for (Future<Integer> hand : threads.invokeAll(hands.stream().map(this::stoppingAllIfItFails).toList())) {
        hand.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Integer> stoppingAllIfItFails(Callable<Integer> hand) {
    return () -> {
      try {
        return hand.call();
      } catch (Exception | Error e) {
        stopped.set(true);
        throw e;
      }
    };
  }

  /** PostgreSQL counts them for the whole database; the connections whose work it was are closed by then, and so have told. */
  private static long deadlocks(TestDatabase.Schema schema) {
    return Long.parseLong(schema.text("select deadlocks from pg_stat_database where datname = current_database()"));
  }

  private static OpPlan op(String key, String... upstream) {
    return new OpPlan(key, "default", 0, 3, List.of(upstream), null);
  }

  private int submit(RunStore store, Random random) {
    for (int batch = 0; batch < BATCHES && !stopped.get(); batch++) {
      List<RunRequest> runs = IntStream.range(0, RUNS_A_BATCH).mapToObj(i -> new RunRequest(RunId.next(InstantSource.system(), random),
          "job", "v1", "{}", "end", Map.of(), null,
          List.of(op("start"), op("left", "start"), op("middle", "start"), op("right", "start"), op("end", "left", "middle", "right")))).toList();
      store.submit(runs, WINDOW);
      runs.forEach(run -> accepted.add(run.runId()));
    }
    return submitting.decrementAndGet();
  }

  private boolean isOpen(RunStore store) {
    return !stopped.get() && (submitting.get() > 0 || !store.backlog().isEmpty());
  }

  private int work(RunStore store, String worker, Duration lease, Random random) {
    Claim claim = new Claim(worker, "default", 4, lease);
    int done = 0;
    List<Lease> leases = List.of();
    while (!stopped.get() && (!leases.isEmpty() || isOpen(store))) {
      if (random.nextInt(3) == 0) {
        store.heartbeat(worker, leases.stream().map(Lease::token).toList(), lease);
      }
      if (random.nextInt(15) == 0 && !leases.isEmpty()) {
        store.release(worker, List.of(leases.get(0).token()));
      }
      // What was released is committed all the same: the fence has to see it.
      List<Attempt> attempts = leases.stream().map(held -> new Attempt(held.token(), result(random),
          Optional.of(Duration.ofMillis(random.nextInt(10))), false, held.consequence())).toList();
      leases = store.commit(worker, attempts, List.of(claim), WINDOW).next();
      done += attempts.size();
    }
    return done;
  }

  private static ExecutionResult result(Random random) {
    return random.nextInt(6) == 0
        ? new ExecutionResult.Failure(Cause.named("Boom", "it broke"), random.nextInt(4) > 0)
        : new ExecutionResult.Success("1");
  }

  private int tend(RunStore store, Runnable duty) {
    int rounds = 0;
    for (; isOpen(store); rounds++) {
      duty.run();
    }
    return rounds;
  }

  private int cancel(RunStore store, Random random) {
    return tend(store, () -> {
      List<RunId> known = List.copyOf(accepted);
      if (!known.isEmpty() && random.nextInt(10) == 0) {
        store.cancel(known.get(random.nextInt(known.size())), "hammer");
      }
    });
  }

  /** Ends with the submits, so that what still fails stays failed. */
  private int redrive(RunStore store) {
    int redriven = 0;
    while (submitting.get() > 0 && !stopped.get()) {
      redriven += store.deadLetters().redrive(DeadLetterFilter.all(20), Duration.ZERO).size();
    }
    return redriven;
  }

  private void read(RunStore store) {
    store.runs(new RunFilter(Optional.of("job"), Optional.empty(), 20)).forEach(run -> {
      store.ops(run.id());
      store.watch(run.id());
    });
    store.deadLetters().list(DeadLetterFilter.all(20));
  }

  private History history(RunStore store) {
    List<RunEvent> events = new ArrayList<>();
    for (List<RunEvent> page = store.eventsAfter(0, 5_000); !page.isEmpty();
        page = store.eventsAfter(events.get(events.size() - 1).sequence(), 5_000)) {
      events.addAll(page);
    }
    List<RunRow> rows = accepted.stream()
        .map(run -> RunRow.of(RunDetail.of(store.find(run).orElseThrow(), store.ops(run), store.effects(run)))).toList();
    return new History(List.copyOf(accepted), events, rows);
  }
}
