package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many threads commit, beat, recover, publish and cancel on the same runs: no conflict escapes, and every op has one result. */
class PostgresHammerTest {
  private static final int RUNS = 60;
  private static final int WIDTH = 12;
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final PublishWindow WINDOW = new PublishWindow(20, Duration.ofMinutes(1));

  @Test
  void concurrentCommitsOnTheSameRunsNeitherConflictNorLoseAnything() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema(); Database database = schema.open(24)) {
      RunStore store = database.runStore();
      List<RunRequest> requests = requests();
      store.submit(requests, WINDOW);
      RunId called = requests.get(0).runId();
      ExecutorService threads = Executors.newFixedThreadPool(24);
      try {
        List<Callable<Integer>> hands = new ArrayList<>();
        IntStream.range(0, 16).forEach(worker -> hands.add(() -> work(store, "w" + worker)));
        IntStream.range(0, 6).forEach(hand -> hands.add(() -> tend(store, requests)));
        hands.add(() -> store.cancel(called, "hammer") ? 1 : 0);
        for (Future<Integer> hand : threads.invokeAll(hands)) {
          hand.get();
        }
      } finally {
        threads.shutdownNow();
      }
      for (RunRequest request : requests) {
        RunStatus status = store.find(request.runId()).orElseThrow().status();
        assertThat(status).isIn(request.runId().equals(called)
            ? List.of(RunStatus.CANCELED, RunStatus.SUCCEEDED) : List.of(RunStatus.SUCCEEDED));
        Map<String, Long> results = store.events(request.runId()).stream()
            .filter(event -> event.type() == EventType.OP_SUCCEEDED)
            .collect(Collectors.groupingBy(RunEvent::opKey, Collectors.counting()));
        assertThat(results.values()).allMatch(count -> count == 1);
        if (status == RunStatus.SUCCEEDED) {
          assertThat(results).hasSize(WIDTH + 2);
        }
      }
    }
  }

  /** Fans, all of whose branches meet in one op: the hottest rows that the schema has. */
  private static List<RunRequest> requests() {
    Random random = new Random(7);
    List<String> branches = IntStream.range(0, WIDTH).mapToObj(i -> "branch-" + i).toList();
    List<OpPlan> ops = Stream.concat(
        Stream.concat(Stream.of(op("start", List.of())), branches.stream().map(key -> op(key, List.of("start")))),
        Stream.of(op("end", branches))).toList();
    return IntStream.range(0, RUNS)
        .mapToObj(i -> new RunRequest(RunId.next(InstantSource.system(), random), "fan", "v1", "{}", "end", Map.of(), null, ops))
        .toList();
  }

  private static OpPlan op(String key, List<String> upstream) {
    return new OpPlan(key, "default", 0, 100, upstream, null);
  }

  private static int work(RunStore store, String worker) {
    Claim claim = new Claim(worker, "default", 5, LEASE);
    List<Lease> leases = store.claim(claim, List.of()).leases();
    int done = 0;
    while (!leases.isEmpty() || isOpen(store)) {
      List<Attempt> attempts = new ArrayList<>(leases.stream()
          .map(lease -> new Attempt(lease.token(), new ExecutionResult.Success("1"), Optional.empty(), false))
          .toList());
      Collections.shuffle(attempts);
      CommitOutcome outcome = store.commit(worker, attempts, List.of(claim), WINDOW);
      done += outcome.committed().size();
      leases = outcome.next();
    }
    return done;
  }

  private static boolean isOpen(RunStore store) {
    return !store.backlog().isEmpty();
  }

  private static int tend(RunStore store, List<RunRequest> requests) {
    int rounds = 0;
    while (isOpen(store)) {
      store.recover(50);
      store.publish("default", WINDOW);
      store.runs(new RunFilter(Optional.of("fan"), Optional.empty(), 10));
      store.heartbeat("nobody", List.of(new LeaseToken(
          new IdempotencyKey(requests.get(rounds % RUNS).runId(), "start"), 1)), LEASE);
      rounds++;
    }
    return rounds;
  }
}
