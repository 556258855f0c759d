package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** One worker that claims and commits by hand, in a schema of its own. */
@Timeout(60)
abstract class CommitBench {
  static final PublishWindow WINDOW = new PublishWindow(10, Duration.ofMinutes(1));

  final TestDatabase.Schema schema = TestDatabase.shared().newSchema();
  final RunStore store = schema.database().runStore();
  private final Random random = new Random(11);

  @AfterEach
  void close() {
    schema.close();
  }

  static OpPlan op(String key, String orderingKey, String... upstream) {
    return new OpPlan(key, "default", 0, 1, List.of(upstream), orderingKey);
  }

  static OpPlan bounded(String key, int limit, String... upstream) {
    return new OpPlan(key, "default", 0, 1, List.of(upstream), null, new Limits(new Limits.Concurrency("billing", limit), null, null));
  }

  /** A run whose output is that of the last op. */
  RunRequest run(OpPlan... ops) {
    return new RunRequest(RunId.next(InstantSource.system(), random), "job", "v1", "{}", ops[ops.length - 1].opKey(), Map.of(), null, List.of(ops));
  }

  RunId submit(OpPlan... ops) {
    RunRequest request = run(ops);
    store.submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  static Claim slots(int slots) {
    return new Claim("w1", "default", slots, Duration.ofSeconds(15));
  }

  List<Lease> claim(int slots) {
    return store.claim(slots(slots), List.of()).leases();
  }

  static Attempt success(Lease lease) {
    return ended(lease, new ExecutionResult.Success("1"));
  }

  static Attempt ended(Lease lease, ExecutionResult result) {
    return new Attempt(lease.token(), result, Optional.empty(), false, lease.consequence());
  }

  CommitOutcome commit(List<Claim> claims, Attempt... attempts) {
    return store.commit("w1", List.of(attempts), claims, WINDOW);
  }

  OpState state(LeaseToken token) {
    return store.ops(token.key().runId()).stream().filter(row -> row.key().equals(token.key())).findFirst().orElseThrow().state();
  }

  /** Returns when somebody waits for a lock, which has to be this commit. */
  void awaitItsWait(CompletableFuture<CommitOutcome> commit) {
    while (!schema.text("select exists (select from pg_locks where not granted and pid <> pg_backend_pid())").equals("t")) {
      assertThat(commit).isNotDone();
    }
  }
}
