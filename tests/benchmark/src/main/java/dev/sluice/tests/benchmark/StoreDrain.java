package dev.sluice.tests.benchmark;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast the store alone goes: submits in batches of 500, then 4 workers commit and claim in batches, with durable commits.
 *
 * <p>Arguments: runs (20000), batch (32), rounds (5).
 */
public final class StoreDrain {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final PublishWindow WINDOW = new PublishWindow(64, Duration.ofMinutes(1));

  private StoreDrain() {}

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 32;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    try (EmbeddedPostgres postgres = durablePostgres()) {
      try (Database database = Database.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", "bench", 8)) {
        database.migrate();
        for (int round = 1; round <= rounds; round++) {
          double submitted = submit(database.runStore(), runs);
          double drained = drain(database.runStore(), batch, runs);
          System.out.printf("round %d: submit %.0f runs/s, drain %.0f op executions/s (batch %d)%n", round, submitted, drained, batch);
        }
      }
    }
  }

  private static EmbeddedPostgres durablePostgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("shared_buffers", "256MB")
        .setServerConfig("max_wal_size", "2GB")
        .start();
  }

  private static double submit(RunStore store, int runs) {
    Random random = new Random(1);
    long begun = System.nanoTime();
    List<OpPlan> ops = List.of(new OpPlan("run", "default", 0, 3, List.of(), null));
    for (int done = 0; done < runs; done += 500) {
      List<RunRequest> requests = new ArrayList<>();
      for (int i = 0; i < Math.min(500, runs - done); i++) {
        requests.add(new RunRequest(RunId.next(InstantSource.system(), random), "no-op", "v1", "{}", "run", Map.of(), null, ops));
      }
      store.submit(requests, WINDOW);
    }
    return perSecond(runs, begun);
  }

  private static double drain(RunStore store, int batch, int runs) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    long begun = System.nanoTime();
    List<Callable<Integer>> hands = new ArrayList<>();
    for (int worker = 0; worker < Integer.getInteger("hands", 4); worker++) {
      String name = "w" + worker;
      hands.add(() -> work(store, name, batch));
    }
    int done = 0;
    for (Future<Integer> hand : workers.invokeAll(hands)) {
      done += hand.get();
    }
    workers.shutdown();
    if (done != runs) {
      throw new IllegalStateException("drained " + done + " of " + runs);
    }
    return perSecond(runs, begun);
  }

  private static int work(RunStore store, String worker, int batch) {
    Claim claim = new Claim(worker, "default", batch, LEASE);
    List<Lease> leases = store.claim(claim, List.of()).leases();
    int done = 0;
    while (!leases.isEmpty()) {
      List<Attempt> attempts = leases.stream()
          .map(lease -> new Attempt(lease.token(), new ExecutionResult.Success("1"), Optional.empty(), false))
          .toList();
      done += attempts.size();
      leases = store.commit(worker, attempts, List.of(claim), WINDOW).next();
    }
    return done;
  }

  private static double perSecond(int count, long begun) {
    return count * 1e9 / (System.nanoTime() - begun);
  }
}
