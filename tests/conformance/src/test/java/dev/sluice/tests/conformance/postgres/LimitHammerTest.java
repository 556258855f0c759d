package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many threads submit, commit, cancel, redrive and recover ops that share lanes, slots, rate limits and tenants: nothing is lost, every bound
 * holds, and nothing deadlocks.
 */
class LimitHammerTest {
  private static final int SUBMITTERS = 4;
  private static final int BATCHES = 12;
  private static final int RUNS_A_BATCH = 5;
  private static final int LANES = 5;
  private static final int SLOTS = 6;
  private static final int OPERATORS = 2;
  private static final int REDRIVES = 20;
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final Map<RunId, RunRequest> requests = new ConcurrentHashMap<>();
  private final AtomicInteger submitting = new AtomicInteger(SUBMITTERS + OPERATORS);
  private final AtomicInteger redriven = new AtomicInteger();
  private final Hands hands = new Hands();

  @Test
  void lanesAndSlotsHoldUnderConcurrentSubmitsCommitsCancelsAndRedrives() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      List<String> deadlocks = schema.deadlocks();
      List<RunEvent> events;
      try (Database database = schema.open(20)) {
        RunStore store = database.runStore();
        hands.add(SUBMITTERS, seed -> () -> submit(store, new Random(seed)));
        hands.add(8, worker -> () -> work(store, "w" + worker, new Random(100 + worker)));
        hands.add(() -> tend(store));
        hands.add(OPERATORS, operator -> () -> redrive(store));
        hands.run();
        events = store.eventsAfter(0, 1_000_000);
        assertThat(requests.keySet()).allSatisfy(id -> assertThat(store.find(id).orElseThrow().finishedAt()).isNotNull());
      }
      assertThat(requests).hasSize(SUBMITTERS * BATCHES * RUNS_A_BATCH);
      assertThat(redriven.get()).isGreaterThanOrEqualTo(REDRIVES);
      assertLanes(events);
      assertSlots(events);
      assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("0");
      assertThat(schema.text("select count(*) from op_execution where parked")).isEqualTo("0");
      assertThat(schema.deadlocks()).as("deadlocks that PostgreSQL had to break").isEqualTo(deadlocks);
    }
  }

  private static OpPlan op(String key, Random random, String... upstream) {
    Limits limits = new Limits(
        random.nextInt(3) == 0 ? new Limits.Concurrency("shared", SLOTS) : null,
        random.nextInt(3) == 0 ? new Limits.Rate("rate-" + random.nextInt(3), 1_000_000, Duration.ofSeconds(1)) : null,
        random.nextInt(3) == 0 ? new Limits.Share("tenant-" + random.nextInt(3), 1 + random.nextInt(3)) : null);
    String lane = random.nextBoolean() ? "lane-" + random.nextInt(LANES) : null;
    return new OpPlan(key, "default", random.nextInt(3), 50, List.of(upstream), lane, limits);
  }

  private int submit(RunStore store, Random random) {
    for (int batch = 0; batch < BATCHES && !hands.areStopped(); batch++) {
      List<RunRequest> runs = IntStream.range(0, RUNS_A_BATCH).mapToObj(i -> new RunRequest(RunId.next(InstantSource.system(), random),
          "job", "v1", "{}", "last", Map.of(), null,
          List.of(op("first", random), op("middle", random, "first"), op("last", random, "first", "middle")))).toList();
      runs.forEach(run -> requests.put(run.runId(), run));
      store.submit(runs, PublishWindow.CLOSED);
      if (random.nextInt(4) == 0) {
        store.cancel(runs.get(random.nextInt(RUNS_A_BATCH)).runId(), "hammer");
      }
    }
    return submitting.decrementAndGet();
  }

  private boolean isOpen(RunStore store) {
    return !hands.areStopped()
        && (submitting.get() > 0 || requests.keySet().stream().anyMatch(id -> store.find(id).orElseThrow().finishedAt() == null));
  }

  private int work(RunStore store, String worker, Random random) {
    List<Lease> leases = List.of();
    int done = 0;
    while (!leases.isEmpty() && !hands.areStopped() || isOpen(store)) {
      List<Attempt> attempts = leases.stream().map(lease -> new Attempt(lease.token(), random.nextInt(8) == 0
          ? new ExecutionResult.Failure(Cause.named("Boom", "it broke"), random.nextBoolean())
          : new ExecutionResult.Success("1"), Optional.of(Duration.ZERO), false, lease.consequence())).toList();
      Claim claim = new Claim(worker, "default", 1 + random.nextInt(4), LEASE, random.nextInt(2));
      leases = store.commit(worker, attempts, List.of(claim), PublishWindow.CLOSED).next();
      done += attempts.size();
    }
    return done;
  }

  private int tend(RunStore store) {
    int rounds = 0;
    while (isOpen(store)) {
      store.recover(50);
      rounds++;
    }
    return rounds;
  }

  /** Two operators redrive whatever they find, both the same, until they have done so often enough. */
  private int redrive(RunStore store) {
    while (!hands.areStopped() && redriven.get() < REDRIVES) {
      redriven.addAndGet(store.deadLetters().redrive(DeadLetterFilter.all(1_000), Duration.ZERO).size());
    }
    return submitting.decrementAndGet();
  }

  private OpPlan plan(RunEvent event) {
    return requests.get(event.runId()).ops().stream().filter(op -> op.opKey().equals(event.opKey())).findFirst().orElseThrow();
  }

  private static boolean isEnd(EventType type) {
    return switch (type) {
      case OP_SUCCEEDED, OP_FAILED, OP_CANCELED, OP_SKIPPED -> true;
      default -> false;
    };
  }

  /** I7: whatever starts in a lane starts alone, and goes before all that were submitted later and are not admitted yet. */
  private void assertLanes(List<RunEvent> events) {
    Map<String, TreeMap<Integer, Long>> open = new HashMap<>(); // in each lane, places and when their owners came (back)
    Map<String, Integer> places = new HashMap<>();
    Map<String, Long> admitted = new HashMap<>();
    Map<String, String> begun = new HashMap<>();
    int starts = 0;
    for (RunEvent event : events) {
      if (event.type() == EventType.RUN_SUBMITTED) {
        requests.get(event.runId()).ops().stream().filter(op -> op.orderingKey() != null).forEach(op -> {
          places.put(event.runId() + "/" + op.opKey(), places.size());
          open.computeIfAbsent(op.orderingKey(), any -> new TreeMap<>()).put(places.size() - 1, event.sequence());
        });
      } else if (event.opKey() != null && plan(event).orderingKey() != null) {
        String lane = plan(event).orderingKey();
        String subject = event.runId() + "/" + event.opKey();
        int place = places.get(subject);
        switch (event.type()) {
          case OP_READY -> admitted.put(subject, event.sequence());
          case OP_REDRIVEN, OP_REOPENED -> open.get(lane).put(place, event.sequence());
          case OP_LEASED -> {
            starts++;
            assertThat(begun.getOrDefault(lane, subject)).as("%s starts in %s", subject, lane).isEqualTo(subject);
            begun.put(lane, subject);
            assertThat(open.get(lane).headMap(place).values()).as("%s starts in %s", subject, lane)
                .allMatch(since -> since > admitted.get(subject));
          }
          case OP_SUCCEEDED, OP_FAILED, OP_CANCELED, OP_SKIPPED -> {
            open.get(lane).remove(place);
            begun.remove(lane, subject);
          }
          default -> { }
        }
      }
    }
    assertThat(starts).isPositive();
    assertThat(open.values()).allSatisfy(lane -> assertThat(lane).isEmpty());
  }

  private void assertSlots(List<RunEvent> events) {
    Set<String> holders = new HashSet<>();
    int most = 0;
    for (RunEvent event : events) {
      if (event.opKey() != null && plan(event).limits().concurrency() != null) {
        if (event.type() == EventType.OP_LEASED) {
          holders.add(event.runId() + "/" + event.opKey());
        } else if (isEnd(event.type())) {
          holders.remove(event.runId() + "/" + event.opKey());
        }
        most = Math.max(most, holders.size());
      }
    }
    assertThat(most).isBetween(2, SLOTS);
  }
}
