package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.Consequence;
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
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** Commits that are one round trip, and what they have to leave to a longer way. */
@Timeout(60)
class SwiftCommitTest {
  private static final PublishWindow WINDOW = new PublishWindow(10, Duration.ofMinutes(1));

  private final TestDatabase.Schema schema = TestDatabase.shared().newSchema();
  private final RunStore store = schema.database().runStore();
  private final Random random = new Random(11);

  @AfterEach
  void close() {
    schema.close();
  }

  private static OpPlan op(String key, String orderingKey, String... upstream) {
    return new OpPlan(key, "default", 0, 1, List.of(upstream), orderingKey);
  }

  private static OpPlan bounded(String key, int limit, String... upstream) {
    return new OpPlan(key, "default", 0, 1, List.of(upstream), null, new Limits(new Limits.Concurrency("billing", limit), null, null));
  }

  private void submit(OpPlan... ops) {
    RunRequest request = new RunRequest(RunId.next(InstantSource.system(), random), "job", "v1", "{}", ops[ops.length - 1].opKey(), Map.of(),
        null, List.of(ops));
    store.submit(List.of(request), PublishWindow.CLOSED);
  }

  private List<Lease> claim(int slots) {
    return store.claim(new Claim("w1", "default", slots, Duration.ofSeconds(15)), List.of()).leases();
  }

  private static Attempt success(Lease lease) {
    return new Attempt(lease.token(), new ExecutionResult.Success("1"), Optional.empty(), false, lease.consequence());
  }

  private CommitOutcome commit(List<Claim> claims, Attempt... attempts) {
    return store.commit("w1", List.of(attempts), claims, WINDOW);
  }

  private OpState state(LeaseToken token) {
    return store.ops(token.key().runId()).stream().filter(row -> row.key().equals(token.key())).findFirst().orElseThrow().state();
  }

  @Test
  void aCommitSeesWhatWasDoneToItsRunWhileItWaitedForIt() throws Exception {
    submit(op("left", null), op("right", null), op("end", null, "left", "right"));
    List<Lease> leases = claim(2);
    commit(List.of(), new Attempt(leases.get(0).token(), new ExecutionResult.Failure(Cause.named("Boom", "it broke"), false),
        Optional.empty(), false));
    assertThat(schema.text("select state from op_execution where op_key = 'end'")).isEqualTo("SKIPPED");
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from job_run for no key update");
      CompletableFuture<CommitOutcome> waiting = CompletableFuture.supplyAsync(() -> commit(List.of(), success(leases.get(1))));
      awaitItsWait(waiting);
      // What a redrive of the first does.
      statement.execute("update op_execution set state = 'WAITING', waiting_on = 2 where op_key = 'end'");
      other.commit();
      assertThat(waiting.get().committed()).containsExactly(leases.get(1).token());
    }
    assertThat(schema.text("select waiting_on from op_execution where op_key = 'end'")).isEqualTo("1");
  }

  private void awaitItsWait(CompletableFuture<CommitOutcome> commit) {
    while (!schema.text("select exists (select from pg_locks where not granted and pid <> pg_backend_pid())").equals("t")) {
      assertThat(commit).isNotDone();
    }
  }

  @Test
  void siblingsOfOneThatWasTakenAwayHoldNothingWhileTheyWaitForTheirRun() throws Exception {
    submit(new OpPlan("one", "default", 0, 3, List.of(), null), new OpPlan("two", "default", 0, 3, List.of(), null),
        op("end", null, "one", "two"));
    List<Lease> leases = claim(2);
    try (Connection first = schema.connection(); Statement one = first.createStatement();
        Connection second = schema.connection(); Statement run = second.createStatement()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      one.execute("select from op_execution where op_key = 'one' for update");
      CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> commit(List.of(), leases.stream()
          .map(SwiftCommitTest::success).toArray(Attempt[]::new)));
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
  void siblingsThatPostgresqlTakesOutOfADeadlockAreCommittedAllTheSame() throws Exception {
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    List<Lease> leases = claim(2);
    List<String> before = schema.deadlocks();
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set local deadlock_timeout = '1min'"); // so that it is not the one taken out
      statement.execute("select from job_run for no key update");
      CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> commit(List.of(), leases.stream()
          .map(SwiftCommitTest::success).toArray(Attempt[]::new)));
      awaitItsWait(commit);
      statement.execute("select from op_execution for no key update");
      other.commit();
      assertThat(commit.get().committed()).hasSize(2);
    }
    assertThat(schema.deadlocks()).as("what the hammers look at").hasSize(before.size() + 1).last().asString()
        .contains("deadlock detected", "select run_id from job_run", "select from op_execution");
    assertThat(schema.text("select count(*) from run_event where type = 'OP_SUCCEEDED'")).isEqualTo("2");
  }

  @Test
  void theCancelOfAnotherRunIsNoneOfTheirs() {
    submit(op("other", null));
    store.cancel(claim(1).get(0).key().runId(), "enough");
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    List<Lease> leases = claim(2);
    schema.execute("analyze " + schema.name() + ".job_run"); // of so few rows a plan looks at all
    assertThat(commit(List.of(), success(leases.get(0)), success(leases.get(1))).committed()).hasSize(2);
  }

  @Test
  void siblingsSeeWhatWasDoneToTheirRunWhileTheyWaitedForIt() throws Exception {
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
  void siblingsWhoseRunIsCalledOffAtThatMomentHaveNoResult() throws Exception {
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    submit(op("three", null), op("four", null), op("end", null, "three", "four"));
    List<Lease> leases = claim(4);
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // What a cancel does first.
      statement.execute("update job_run set cancel_requested = true where run_id = '" + leases.get(0).key().runId() + "'");
      CompletableFuture<CommitOutcome> waiting =
          CompletableFuture.supplyAsync(() -> commit(List.of(), leases.stream().map(SwiftCommitTest::success).toArray(Attempt[]::new)));
      awaitItsWait(waiting);
      other.commit();
      waiting.get();
    }
    assertThat(leases).extracting(lease -> state(lease.token()))
        .containsExactly(OpState.CANCELED, OpState.CANCELED, OpState.SUCCEEDED, OpState.SUCCEEDED);
    assertThat(schema.text("select count(*) from run_event where type = 'OP_SUCCEEDED'")).isEqualTo("2");
  }

  @Test
  void siblingsAreCountedOnceHoweverOftenTheirCommitIsRepeated() {
    submit(op("one", null), op("two", null), op("three", null), op("end", null, "one", "two", "three"));
    List<Lease> leases = claim(3);
    for (int time = 0; time < 3; time++) {
      assertThat(commit(List.of(), success(leases.get(0)), success(leases.get(1))).committed()).hasSize(2);
    }
    assertThat(schema.text("select open_ops from job_run")).isEqualTo("2");
    assertThat(schema.text("select waiting_on from op_execution where op_key = 'end'")).isEqualTo("1");
  }

  @Test
  void anotherAttemptAtTheSameOpIsNotCountedBesideTheCurrentOne() {
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    Lease one = claim(2).get(0);
    LeaseToken other = new LeaseToken(one.key(), 7);
    CommitOutcome outcome = commit(List.of(), success(one),
        new Attempt(other, new ExecutionResult.Success("0"), Optional.empty(), false, one.consequence()));
    assertThat(outcome.committed()).containsExactly(one.token());
    assertThat(outcome.fenced()).containsExactly(other);
    assertThat(schema.text("select open_ops from job_run")).isEqualTo("2");
    assertThat(schema.text("select waiting_on from op_execution where op_key = 'end'")).isEqualTo("1");
  }

  @Test
  void aClaimThatFailsTakesTheCommitBackWithIt() {
    submit(op("first", null));
    submit(op("second", null));
    Lease lease = claim(1).get(0);
    Claim impossible = new Claim("w1", "default", 1, Duration.ofMillis(Long.MAX_VALUE)); // past the last moment of the database
    assertThatThrownBy(() -> commit(List.of(impossible), success(lease))).isInstanceOf(IllegalStateException.class);
    assertThat(state(lease.token())).isEqualTo(OpState.RUNNING);
    assertThat(commit(List.of(), success(lease)).committed()).containsExactly(lease.token());
  }

  @Test
  void whatMoreFollowsFromEndsInTheSameCommit() {
    submit(op("plain", null));
    submit(op("first", "lane"));
    submit(op("second", "lane"));
    submit(op("before", null), op("limited", "other lane", "before"));
    Map<String, Lease> leases = new HashMap<>();
    claim(10).forEach(lease -> leases.put(lease.key().opKey(), lease));
    assertThat(leases).containsOnlyKeys("plain", "first", "before");
    assertThat(leases.get("plain").consequence()).isEqualTo(Consequence.NONE);
    assertThat(leases.get("before").consequence().reach()).isEqualTo(Consequence.Reach.NEXT);
    assertThat(leases.get("first").consequence().reach()).isEqualTo(Consequence.Reach.BEYOND);
    List<Attempt> attempts = new ArrayList<>();
    for (Lease lease : leases.values()) {
      attempts.add(new Attempt(lease.token(), new ExecutionResult.Success("1"), Optional.empty(), false)); // as if nobody knew
    }
    LeaseToken lost = new LeaseToken(leases.get("plain").key(), 7);
    attempts.add(new Attempt(lost, new ExecutionResult.Success("2"), Optional.empty(), false));
    CommitOutcome outcome = store.commit("w1", attempts, List.of(new Claim("w1", "default", 10, Duration.ofSeconds(15))), WINDOW);
    assertThat(outcome.committed()).hasSize(3);
    assertThat(outcome.fenced()).containsExactly(lost);
    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactlyInAnyOrder("second", "limited");
    leases.values().forEach(lease -> assertThat(state(lease.token())).isEqualTo(OpState.SUCCEEDED));
  }

  @Test
  void whatIsFreedBeyondTheSlotsIsPublished() {
    submit(op("first", null), op("left", null, "first"), op("right", null, "first"), op("end", null, "left", "right"));
    CommitOutcome outcome = commit(List.of(new Claim("w1", "default", 1, Duration.ofSeconds(15))), success(claim(1).get(0)));
    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactly("left");
    assertThat(outcome.toPublish()).extracting(task -> task.opKey()).containsExactly("right");
    assertThat(commit(List.of(new Claim("w1", "default", 1, Duration.ofSeconds(15))), success(outcome.next().get(0))).next())
        .extracting(lease -> lease.key().opKey()).containsExactly("right");
  }

  @Test
  void aSlotGoesToWhoWaitsForItInTheSameCommit() {
    submit(bounded("first", 1), op("after", null, "first"));
    submit(bounded("second", 1));
    Lease first = claim(10).get(0);
    assertThat(first.consequence()).isEqualTo(new Consequence(Consequence.Reach.NEXT, "billing"));
    assertThat(schema.text("select op_key from op_execution where parked")).isEqualTo("second");

    CommitOutcome outcome = commit(List.of(new Claim("w1", "default", 10, Duration.ofSeconds(15))), success(first));

    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactlyInAnyOrder("second", "after");
    Lease second = outcome.next().stream().filter(lease -> lease.key().opKey().equals("second")).findFirst().orElseThrow();
    assertThat(second.consequence()).isEqualTo(new Consequence(Consequence.Reach.NONE, "billing"));
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("1");
    commit(List.of(), success(second));
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("0");
  }

  @Test
  void aSlotIsGivenBackOnceHoweverOftenACommitIsRepeated() {
    submit(bounded("one", 5));
    submit(bounded("other", 5));
    List<Lease> leases = claim(2);
    commit(List.of(), success(leases.get(0)));
    commit(List.of(), success(leases.get(0)));
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("1");
    Attempt ofWhichNobodyKnew = new Attempt(leases.get(1).token(), new ExecutionResult.Success("1"), Optional.empty(), false);
    commit(List.of(), ofWhichNobodyKnew);
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("0");
  }
}
