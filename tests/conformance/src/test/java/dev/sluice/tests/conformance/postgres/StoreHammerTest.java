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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
  /** So short that some leases run out under their workers, on a slow machine; on any, those run out that they forget. */
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final int OPERATORS = 3;
  private static final int REDRIVES = 20;

  private final Queue<RunId> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger submitting = new AtomicInteger(SUBMITTERS);
  /** Until they have gone a redrive may still bring back work: who does it must not have gone before. */
  private final AtomicInteger redriving = new AtomicInteger(OPERATORS);
  private final AtomicInteger redriven = new AtomicInteger();
  private final Hands hands = new Hands();

  @Test
  void sixtyFourThreadsLeaveAHistoryThatFoldsToTheRows() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      List<String> deadlocks = schema.deadlocks();
      History history;
      try (Database database = schema.open(64)) {
        RunStore store = database.runStore();
        hands.add(SUBMITTERS, seed -> () -> submit(store, new Random(seed)));
        hands.add(20, seed -> () -> work(store, "steady-" + seed, LONG, new Random(100 + seed)));
        hands.add(12, seed -> () -> work(store, "hasty-" + seed, SHORT, new Random(200 + seed)));
        hands.add(6, seed -> () -> tend(store, () -> store.recover(20)));
        hands.add(4, seed -> () -> tend(store, () -> store.unpublish(store.publish("default", WINDOW))));
        hands.add(4, seed -> () -> tend(store, () -> store.publish("default", WINDOW)));
        hands.add(3, seed -> () -> cancel(store, new Random(300 + seed)));
        hands.add(OPERATORS, seed -> () -> redrive(store));
        hands.add(2, seed -> () -> tend(store, () -> store.forget(Duration.ofDays(1), 10)));
        hands.add(2, seed -> () -> tend(store, () -> read(store)));
        assertThat(hands.count()).isEqualTo(64);
        hands.run();
        history = history(store);
      }
      assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
      assertThat(history.runs()).hasSize(SUBMITTERS * BATCHES * RUNS_A_BATCH)
          .allSatisfy(run -> assertThat(run.status().isTerminal()).isTrue());
      assertThat(history.events()).extracting(RunEvent::type).contains(EventType.OP_RETRIED, EventType.OP_LEASE_LOST,
          EventType.OP_RELEASED, EventType.COMMIT_FENCED, EventType.OP_FAILED, EventType.OP_REDRIVEN, EventType.RUN_REOPENED,
          EventType.RUN_CANCEL_REQUESTED, EventType.RUN_CANCELED, EventType.RUN_SUCCEEDED);
      assertThat(schema.deadlocks()).as("deadlocks that PostgreSQL had to break").isEqualTo(deadlocks);
    }
  }

  private static OpPlan op(String key, String... upstream) {
    return new OpPlan(key, "default", 0, 3, List.of(upstream), null);
  }

  private int submit(RunStore store, Random random) {
    for (int batch = 0; batch < BATCHES && !hands.areStopped(); batch++) {
      List<RunRequest> runs = IntStream.range(0, RUNS_A_BATCH).mapToObj(i -> new RunRequest(RunId.next(InstantSource.system(), random),
          "job", "v1", "{}", "end", Map.of(), null,
          List.of(op("start"), op("left", "start"), op("middle", "start"), op("right", "start"), op("end", "left", "middle", "right")))).toList();
      store.submit(runs, WINDOW);
      runs.forEach(run -> accepted.add(run.runId()));
    }
    return submitting.decrementAndGet();
  }

  private boolean isOpen(RunStore store) {
    return !hands.areStopped() && (submitting.get() > 0 || redriving.get() > 0 || !store.backlog().isEmpty());
  }

  private int work(RunStore store, String worker, Duration lease, Random random) {
    Claim claim = new Claim(worker, "default", 4, lease);
    int done = 0;
    List<Lease> leases = List.of();
    while (!hands.areStopped() && (!leases.isEmpty() || isOpen(store))) {
      if (random.nextInt(3) == 0) {
        store.heartbeat(worker, leases.stream().map(Lease::token).toList(), lease);
      }
      if (random.nextInt(15) == 0 && !leases.isEmpty()) {
        store.release(worker, List.of(leases.get(0).token()));
      }
      // What was released is committed all the same: the fence has to see it.
      List<Attempt> attempts = leases.stream().filter(held -> !lease.equals(SHORT) || random.nextInt(10) > 0).map(held -> new Attempt(held.token(), result(random),
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

  /** Ends with the submits once it has had enough to do, so that what still fails stays failed. */
  private int redrive(RunStore store) {
    while (!hands.areStopped() && (submitting.get() > 0 || redriven.get() < REDRIVES)) {
      redriven.addAndGet(store.deadLetters().redrive(DeadLetterFilter.all(20), Duration.ZERO).size());
    }
    return redriving.decrementAndGet();
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
