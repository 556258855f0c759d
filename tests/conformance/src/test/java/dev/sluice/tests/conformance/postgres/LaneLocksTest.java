package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.Pause;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A commit locks the lanes that its ops leave and those that its sub-jobs enter in one order, or two commits could wait for each other. */
@Timeout(60)
class LaneLocksTest {
  private static final Random RANDOM = new Random(5);
  private static final Duration LOOK = Duration.ofMillis(20);

  private static RunRequest run(@Nullable String orderingKey) {
    return new RunRequest(RunId.next(InstantSource.system(), RANDOM), "job", "v1", "{}", "only", Map.of(), null,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), orderingKey)));
  }

  private static Attempt end(Lease lease, IdempotencyKey suspended, RunRequest child) {
    ExecutionResult result = lease.key().equals(suspended)
        ? new ExecutionResult.Suspended(child.from(new Origin(suspended, null)), null) : new ExecutionResult.Success("1");
    return new Attempt(lease.token(), result, Optional.empty(), false, lease.consequence());
  }

  @Test
  void aSubJobsLaneIsNotLockedBeforeOneThatIsLeft() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      RunStore store = schema.database().runStore();
      RunRequest leaves = run("a");
      RunRequest parent = run(null);
      RunRequest child = run("b");
      store.submit(List.of(leaves, parent, run("b")), PublishWindow.CLOSED);
      List<Lease> leases = store.claim(new Claim("w1", "default", 2, Duration.ofMinutes(1)), List.of()).leases();
      try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("select * from ordering_lane where lane = 'a' for update");
        CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> store.commit("w1",
            leases.stream().map(lease -> end(lease, new IdempotencyKey(parent.runId(), "only"), child)).toList(), List.of(),
            PublishWindow.CLOSED));
        while (schema.text("select count(*) from pg_locks where not granted").equals("0")) {
          Pause.REAL.pause(LOOK);
        }
        statement.execute("select * from ordering_lane where lane = 'b' for update nowait");
        other.rollback();
        assertThat(commit.join().committed()).hasSize(2);
      }
      assertThat(store.find(child.runId())).isPresent();
    }
  }
}
