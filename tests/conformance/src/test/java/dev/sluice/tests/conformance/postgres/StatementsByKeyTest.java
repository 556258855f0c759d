package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.contract.Setting;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Decision 4: a row whose key is known is found by its key, also where the statistics are of a moment at which nothing was ready or leased,
 * so that the planner takes the indexes of these for empty. PostgreSQL counts how often each index was read.
 */
@Timeout(120)
class StatementsByKeyTest {
  private static final String POOL = "statements-by-key";
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int OTHERS = 2_000;
  private static final int OPS = 20;
  private static final List<OpPlan> CHAIN = List.of(
      new OpPlan("first", "default", 1, 3, List.of(), null), new OpPlan("second", "another", 0, 3, List.of("first"), null));

  /** What a worker asks of its store for one lease. */
  @FunctionalInterface
  private interface Call {
    void on(RunStore store, Lease lease) throws Exception;
  }

  private final TestDatabase.Schema schema = TestDatabase.shared().newSchema();
  private final Random random = new Random(11);
  private List<Lease> leases = List.of();

  /** Statistics of a table in which all is done; then comes work. */
  @BeforeEach
  void beBusyAfterAnIdleMoment() throws InterruptedException {
    try (Database database = open()) {
      RunStore store = database.runStore();
      submit(store, OTHERS);
      List<Attempt> done = claim(store, OTHERS).stream().map(lease -> success(lease, "1")).toList();
      assertThat(store.commit("w1", done, List.of(), PublishWindow.CLOSED).committed()).hasSize(OTHERS);
      schema.execute("analyze " + schema.name() + ".op_execution");
      submit(store, OTHERS);
      leases = claim(store, OTHERS / 2);
    }
    awaitEnd();
  }

  @AfterEach
  void dropSchema() {
    schema.close();
  }

  private Database open() {
    return schema.open(Map.of(Setting.DATABASE_URL, schema.settings().get(Setting.DATABASE_URL.key()) + "?ApplicationName=" + POOL));
  }

  private void submit(RunStore store, int count) {
    store.submit(IntStream.range(0, count).mapToObj(any -> run(List.of(new OpPlan("only", "default", 0, 3, List.of(), null)))).toList(),
        PublishWindow.CLOSED);
  }

  /** A run of these, whose output is that of the first. */
  private RunRequest run(List<OpPlan> ops) {
    return new RunRequest(RunId.next(InstantSource.system(), random), "job", "v1", "{}", ops.get(0).opKey(), Map.of(), null, ops);
  }

  private static List<Lease> claim(RunStore store, int slots) {
    return store.claim(new Claim("w1", "default", slots, LEASE), List.of()).leases();
  }

  private static Attempt success(Lease lease, String output) {
    return new Attempt(lease.token(), new ExecutionResult.Success(output), Optional.empty(), false, lease.consequence());
  }

  private long reads(String index) {
    return Long.parseLong(schema.text(
        "select idx_scan from pg_stat_user_indexes where schemaname = '" + schema.name() + "' and indexrelname = '" + index + "'"));
  }

  /** Backends count for everybody when they end, at the latest. */
  private void awaitEnd() throws InterruptedException {
    while (!schema.text("select count(*) from pg_stat_activity where application_name = '" + POOL + "'").equals("0")) {
      Pause.REAL.pause(LOOK);
    }
  }

  private void goesByKey(Call call) throws Exception {
    goesByKey(call, 0);
  }

  private void goesByKey(Call call, int looksAtTheBacklog) throws Exception {
    long byKey = reads("op_execution_pkey");
    long leased = reads("op_execution_leases");
    long ready = reads("op_execution_backlog");
    try (Database fresh = open()) {
      for (Lease lease : leases.subList(0, OPS)) {
        call.on(fresh.runStore(), lease);
      }
    }
    awaitEnd();
    assertThat(reads("op_execution_pkey")).as("reads by key").isGreaterThanOrEqualTo(byKey + OPS);
    assertThat(reads("op_execution_leases")).as("reads of all that is leased").isEqualTo(leased);
    assertThat(reads("op_execution_backlog")).as("reads of what is ready").isEqualTo(ready + looksAtTheBacklog);
  }

  @Test
  void aSuccess() throws Exception {
    goesByKey((store, lease) ->
        assertThat(store.commit("w1", List.of(success(lease, "2")), List.of(), PublishWindow.CLOSED).committed()).hasSize(1));
  }

  @Test
  void aSuccessAndTheLeaseOfWhatItLetsGo() throws Exception {
    try (Database database = open()) {
      RunStore store = database.runStore();
      store.submit(IntStream.range(0, OPS).mapToObj(any -> run(CHAIN)).toList(), PublishWindow.CLOSED);
      leases = claim(store, OPS);
    }
    awaitEnd();
    goesByKey((store, lease) -> assertThat(store.commit("w1", List.of(success(lease, "2")),
        List.of(new Claim("w1", "another", 1, LEASE)), PublishWindow.CLOSED).next()).hasSize(1), OPS);
  }

  /** Where statistics know runs of one op only, the run's own id seems to be as good a way to its ops as their keys are. */
  @Test
  void aSuccessInARunOfManyOps() throws Exception {
    List<OpPlan> ops = new ArrayList<>(CHAIN);
    IntStream.range(0, OTHERS).forEach(i -> ops.add(new OpPlan("other-" + i, "later", 0, 3, List.of(), null)));
    try (Database database = open()) {
      RunStore store = database.runStore();
      store.submit(List.of(run(ops)), PublishWindow.CLOSED);
      leases = claim(store, 1);
    }
    awaitEnd();
    long before = entriesRead();
    try (Database fresh = open()) {
      assertThat(fresh.runStore().commit("w1", List.of(success(leases.get(0), "2")), List.of(new Claim("w1", "another", 1, LEASE)),
          PublishWindow.CLOSED).next()).hasSize(1);
    }
    awaitEnd();
    assertThat(entriesRead() - before).isLessThan(OTHERS / 4);
  }

  private long entriesRead() {
    return Long.parseLong(schema.text("select idx_tup_read from pg_stat_user_indexes where schemaname = '" + schema.name()
        + "' and indexrelname = 'op_execution_pkey'"));
  }

  @Test
  void aFailure() throws Exception {
    ExecutionResult failure = new ExecutionResult.Failure(Cause.named("Broken", "by the test"), true);
    goesByKey((store, lease) -> assertThat(store.commit("w1",
        List.of(new Attempt(lease.token(), failure, Optional.of(Duration.ofHours(1)), false)), List.of(), PublishWindow.CLOSED).committed())
        .hasSize(1));
  }

  @Test
  void aHeartbeat() throws Exception {
    goesByKey((store, lease) -> assertThat(store.heartbeat("w1", List.of(lease.token()), LEASE).lost()).isEmpty());
  }

  @Test
  void aCheckpoint() throws Exception {
    goesByKey((store, lease) -> assertThat(store.saveCheckpoint("w1", lease.token(), "1", LEASE)).isTrue());
  }

  @Test
  void aReportOfProgress() throws Exception {
    goesByKey((store, lease) -> store.progress().report("w1", List.of(new ProgressBoard.Report(lease.token(), 1, 2))));
  }

  @Test
  void aTransactionalOp() throws Exception {
    goesByKey((store, lease) -> assertThat(store.commitTogether("w1", lease.token(), false, connection -> Optional.of("1"))).isTrue());
  }

  @Test
  void aHandOver() throws Exception {
    goesByKey((store, lease) -> assertThat(store.release("w1", List.of(lease.token()))).isEqualTo(1));
  }
}
