package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Commits of ops that share their run with others: rows first, then the lock of the run. */
class SiblingCommitTest extends CommitBench {
  @Test
  void thoseOfOneThatWasTakenAwayHoldNothingWhileTheyWaitForTheirRun() throws Exception {
    submit(new OpPlan("one", "default", 0, 3, List.of(), null), new OpPlan("two", "default", 0, 3, List.of(), null),
        op("end", null, "one", "two"));
    List<Lease> leases = claim(2);
    try (Connection first = schema.connection(); Statement one = first.createStatement();
        Connection second = schema.connection(); Statement run = second.createStatement()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      one.execute("select from op_execution where op_key = 'one' for update");
      CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> commit(List.of(), leases.stream()
          .map(CommitBench::success).toArray(Attempt[]::new)));
      awaitItsWait(commit);
      schema.advance(Duration.ofMinutes(1));
      assertThat(store.recover(10).leasesLost()).as("the statement that waits for the first has not come to the second").isEqualTo(1);
      assertThat(store.claim(new Claim("w2", "default", 2, Duration.ofHours(1)), List.of()).leases()).hasSize(1);
      run.execute("select from job_run for no key update");
      first.rollback();
      int holder = second.unwrap(PGConnection.class).getBackendPID();
      while (schema.text("select exists (select from pg_locks where not granted and " + holder + " = any (pg_blocking_pids(pid)))").equals("f")) {
        assertThat(commit).isNotDone();
      }
      run.execute("select from op_execution for update nowait"); // PostgreSQL locks also what it finds changed and leaves
      second.rollback();
      assertThat(commit.get().committed()).containsExactly(leases.get(0).token());
      assertThat(commit.get().fenced()).containsExactly(leases.get(1).token());
    }
  }

  @Test
  void whomPostgresqlTakesOutOfADeadlockIsCommittedAllTheSame() throws Exception {
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    List<Lease> leases = claim(2);
    List<String> before = schema.deadlocks();
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set local deadlock_timeout = '5s'"); // so that the siblings are taken out, who look after a second
      statement.execute("select from job_run for no key update");
      CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> commit(List.of(), leases.stream()
          .map(CommitBench::success).toArray(Attempt[]::new)));
      awaitItsWait(commit);
      try {
        statement.execute("select from op_execution for no key update");
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as("taken out itself, since the siblings looked before it waited").isEqualTo("40P01");
      }
      other.rollback();
      assertThat(commit.get().committed()).hasSize(2);
    }
    assertThat(schema.deadlocks()).as("what the hammers look at").hasSize(before.size() + 1).last().asString()
        .contains("deadlock detected", "select run_id from job_run", "select from op_execution");
    assertThat(schema.text("select count(*) from run_event where type = 'OP_SUCCEEDED'")).isEqualTo("2");
  }

  @Test
  void theCancelOfAnotherRunIsNoConcernOfTheirs() {
    submit(op("other", null));
    store.cancel(claim(1).get(0).key().runId(), "enough");
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    List<Lease> leases = claim(2);
    schema.execute("analyze " + schema.name() + ".job_run"); // of so few rows a plan looks at all
    assertThat(commit(List.of(), success(leases.get(0)), success(leases.get(1))).committed()).hasSize(2);
  }

  @Test
  void theySeeWhatWasDoneToTheirRunWhileTheyWaitedForIt() throws Exception {
    submit(op("one", null), op("two", null), op("three", null), op("end", null, "one", "two", "three"));
    List<Lease> leases = claim(3);
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update op_execution set state = 'SKIPPED', waiting_on = 0 where op_key = 'end'");
      statement.execute("select from job_run for no key update");
      CompletableFuture<CommitOutcome> waiting =
          CompletableFuture.supplyAsync(() -> commit(List.of(), success(leases.get(0)), success(leases.get(1))));
      awaitItsWait(waiting);
      statement.execute("update op_execution set state = 'WAITING', waiting_on = 3 where op_key = 'end'");
      other.commit();
      assertThat(waiting.get().committed()).containsExactlyInAnyOrder(leases.get(0).token(), leases.get(1).token());
    }
    assertThat(schema.text("select waiting_on from op_execution where op_key = 'end'")).isEqualTo("1");
    CommitOutcome last = commit(List.of(new Claim("w1", "default", 5, Duration.ofSeconds(15))), success(leases.get(2)));
    assertThat(last.next()).extracting(lease -> lease.key().opKey()).containsExactly("end");
  }

  @Test
  void theyHaveNoResultWhereTheirRunIsCalledOffAtThatMoment() throws Exception {
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    submit(op("three", null), op("four", null), op("end", null, "three", "four"));
    List<Lease> leases = claim(4);
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // What a cancel does first.
      statement.execute("update job_run set cancel_requested = true where run_id = '" + leases.get(0).key().runId() + "'");
      CompletableFuture<CommitOutcome> waiting =
          CompletableFuture.supplyAsync(() -> commit(List.of(), leases.stream().map(CommitBench::success).toArray(Attempt[]::new)));
      awaitItsWait(waiting);
      other.commit();
      waiting.get();
    }
    assertThat(leases).extracting(lease -> state(lease.token()))
        .containsExactly(OpState.CANCELED, OpState.CANCELED, OpState.SUCCEEDED, OpState.SUCCEEDED);
    assertThat(schema.text("select count(*) from run_event where type = 'OP_SUCCEEDED'")).isEqualTo("2");
  }

  @Test
  void aCancelThatIsHeldUpHasLeftThemNothingToWaitFor() throws Exception {
    RunId run = submit(op("first", null), op("second", null), op("third", null), op("end", null, "first", "second", "third"));
    List<String> before = schema.deadlocks();
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from op_execution where op_key = 'first' for no key update"); // as a claim does
      CompletableFuture<Boolean> cancel = CompletableFuture.supplyAsync(() -> store.cancel(run, "enough"));
      while (schema.text("select count(*) from pg_locks where not granted").equals("0") && isFree("second")) {
        assertThat(cancel).isNotDone();
      }
      // Would find two of them where the cancel, whose statement has seen them wait, had stopped at the first.
      List<Lease> leases = claim(2);
      CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> commit(List.of(), leases.stream()
          .map(CommitBench::success).toArray(Attempt[]::new)));
      while (!leases.isEmpty() && !schema.text("select count(*) from pg_locks where not granted").equals("2")) {
        assertThat(commit).isNotDone();
      }
      other.rollback();
      assertThat(cancel.get()).isTrue();
      commit.get();
    }
    assertThat(schema.deadlocks()).isEqualTo(before);
    assertThat(store.ops(run)).extracting(IdempotencyRecord::state).containsOnly(OpState.CANCELED);
  }

  private boolean isFree(String op) {
    return schema.text("select count(*) from (select from op_execution where op_key = '" + op + "' for no key update skip locked) as free").equals("1");
  }

  @Test
  void aCancelLeavesToTheirWorkerWhatAClaimWasAboutToTake() throws Exception {
    RunId run = submit(op("first", null), op("second", null));
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update op_execution set state = 'RUNNING', ready = false, attempt = 1, lease_owner = 'w1',"
          + " lease_expires_at = platform_time() + interval '1 hour' where op_key = 'first'");
      CompletableFuture<Boolean> cancel = CompletableFuture.supplyAsync(() -> store.cancel(run, "enough"));
      while (isFree("second")) {
        assertThat(cancel).isNotDone();
      }
      other.commit();
      assertThat(cancel.get()).isTrue();
    }
    assertThat(store.ops(run)).extracting(IdempotencyRecord::state).containsExactly(OpState.RUNNING, OpState.CANCELED);
  }

  @Test
  void theyAreCountedOnceHoweverOftenTheirCommitIsRepeated() {
    submit(op("one", null), op("two", null), op("three", null), op("end", null, "one", "two", "three"));
    List<Lease> leases = claim(3);
    for (int time = 0; time < 3; time++) {
      assertThat(commit(List.of(), success(leases.get(0)), success(leases.get(1))).committed()).hasSize(2);
    }
    assertThat(schema.text("select open_ops from job_run")).isEqualTo("2");
    assertThat(schema.text("select waiting_on from op_execution where op_key = 'end'")).isEqualTo("1");
  }
}
