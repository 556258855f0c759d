package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.CommitOutcome;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Commits in a sub-job's run: one round trip until the run ends, which its parent has to know of. */
class SubJobCommitTest extends CommitBench {
  private static final ExecutionResult FAILURE = new ExecutionResult.Failure(Cause.named("Boom", "it broke"), false);

  /** Starts a sub-job for the only op of another run. */
  private RunId start(OpPlan... ops) {
    submit(op("whole", null));
    Lease whole = claim(1).get(0);
    RunRequest part = run(ops).from(new Origin(whole.key(), null));
    commit(List.of(), ended(whole, new ExecutionResult.Suspended(part, null)));
    return part.runId();
  }

  private static Consequence.Reach reach(Lease lease) {
    return lease.consequence().reach();
  }

  @Test
  void itsOpsAreLeasedByTheCommitThatLetsThemGoAndItsEndWakesTheParent() {
    RunId part = start(op("first", null), op("second", null, "first"), op("third", null, "second"));
    Lease lease = claim(1).get(0);
    schema.execute("alter table " + schema.name() + ".op_execution add check (run_id <> '" + part + "' or not ready)");
    for (String next : List.of("second", "third")) {
      assertThat(reach(lease)).isEqualTo(Consequence.Reach.NEXT);
      CommitOutcome outcome = commit(List.of(slots(1)), success(lease));
      lease = outcome.next().get(0);
      assertThat(lease.key()).isEqualTo(new IdempotencyKey(part, next));
    }
    assertThat(reach(lease)).isEqualTo(Consequence.Reach.BEYOND);
    Lease woken = commit(List.of(slots(1)), success(lease)).next().get(0);
    assertThat(woken.key().opKey()).isEqualTo("whole");
    assertThat(woken.signal()).isNotNull();
    assertThat(store.find(part).orElseThrow().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void anEndThatNothingDownstreamIsLeftOfWakesTheParent() {
    start(op("one", null), op("two", null), op("end", null, "one", "two"));
    List<Lease> leases = claim(2);
    commit(List.of(), ended(leases.get(0), FAILURE));
    assertThat(schema.text("select state from op_execution where op_key = 'end'")).isEqualTo("SKIPPED");
    assertThat(reach(leases.get(1))).as("as it was when it was claimed").isEqualTo(Consequence.Reach.NEXT);

    CommitOutcome outcome = commit(List.of(slots(1)), success(leases.get(1)));

    assertThat(outcome.committed()).containsExactly(leases.get(1).token());
    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactly("whole");
  }

  @Test
  void siblingsThatEndItAfterAllWakeTheParent() throws Exception {
    RunId part = start(op("one", null), op("two", null), op("three", null), op("end", null, "one", "two", "three"));
    List<Lease> leases = claim(3);
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from job_run where run_id = '" + part + "' for no key update");
      CompletableFuture<CommitOutcome> waiting = CompletableFuture.supplyAsync(() -> commit(List.of(slots(1)), leases.subList(0, 2).stream()
          .map(CommitBench::success).toArray(Attempt[]::new)));
      awaitItsWait(waiting);
      assertThat(schema.text("select count(*) from (select from op_execution where op_key in ('one', 'two') for update skip locked) free"))
          .as("rows that they have not written yet").isEqualTo("0");
      // What the failure of the third does.
      statement.execute("update op_execution set state = 'FAILED', lease_owner = null, lease_expires_at = null where op_key = 'three'");
      statement.execute("update op_execution set state = 'SKIPPED' where op_key = 'end'");
      statement.execute("update job_run set open_ops = 2, failed_ops = 1 where run_id = '" + part + "'");
      other.commit();
      assertThat(waiting.get().committed()).hasSize(2);
      assertThat(waiting.get().next()).extracting(lease -> lease.key().opKey()).containsExactly("whole");
    }
    assertThat(store.find(part).orElseThrow().status()).isEqualTo(RunStatus.FAILED);
    assertThat(schema.text("select count(*) from run_event where type = 'OP_SUCCEEDED'")).isEqualTo("2");
  }
}
