package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.SharedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two clusters in two schemas of one database: neither sees the other's runs, hears its notices or waits for its locks. */
@Timeout(60)
class TwoClustersTest {
  private static final PublishWindow WINDOW = new PublishWindow(10, Duration.ofMinutes(1));
  private static final Duration LEASE = Duration.ofSeconds(15);
  /** As long as PostgreSQL lets a name be, and alike up to the last letter. */
  private static final String LONG_NAME = "cluster_" + "x".repeat(54);

  private final Random random = new Random(11);
  private final TestDatabase.Schema one = migrated(LONG_NAME + "1");
  private final TestDatabase.Schema two = migrated(LONG_NAME + "2");

  private static TestDatabase.Schema migrated(String name) {
    TestDatabase.Schema schema = TestDatabase.shared().emptySchema(name);
    schema.database().migrate();
    return schema;
  }

  @AfterEach
  void drop() {
    one.close();
    two.close();
  }

  private RunId submit(TestDatabase.Schema schema) {
    RunRequest request = new RunRequest(RunId.next(InstantSource.system(), random), "job", "v1", "{}", "only", Map.of(), "same-key",
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
    return schema.database().runStore().submit(List.of(request), WINDOW).submissions().get(0).runId();
  }

  private static Lease lease(TestDatabase.Schema schema) {
    return schema.database().runStore().claim(new Claim("worker", "default", 5, LEASE), List.of()).leases().get(0);
  }

  @Test
  void neitherSeesTheOthersRuns() {
    RunId ofOne = submit(one);
    RunStore other = two.database().runStore();
    assertThat(other.find(ofOne)).isEmpty();
    assertThat(other.runs(new RunFilter(Optional.empty(), Optional.empty(), 10))).isEmpty();
    assertThat(other.backlog()).isEmpty();
    assertThat(other.eventsAfter(0, 10)).isEmpty();
    assertThat(other.claim(new Claim("worker", "default", 5, LEASE), List.of()).leases()).isEmpty();
    assertThat(other.publish("default", WINDOW)).isEmpty();
    assertThat(other.cancel(ofOne, "not mine")).isFalse();

    RunId ofTwo = submit(two);
    assertThat(ofTwo).as("the same idempotency key is another run there").isNotEqualTo(ofOne);
    Lease lease = lease(one);
    Attempt success = new Attempt(lease.token(), new ExecutionResult.Success("1"), Optional.empty(), false);
    assertThat(other.commit("worker", List.of(success), List.of(), WINDOW).fenced()).containsExactly(lease.token());
    assertThat(other.heartbeat("worker", List.of(lease.token()), LEASE).lost()).containsExactly(lease.token());
    assertThat(other.deadLetters().list(DeadLetterFilter.all(10))).isEmpty();
    assertThat(one.database().runStore().commit("worker", List.of(success), List.of(), WINDOW).committed()).hasSize(1);
  }

  @Test
  void neitherHearsTheOthersNotices() throws InterruptedException {
    BlockingQueue<RunId> heard = new LinkedBlockingQueue<>();
    CountDownLatch listening = new CountDownLatch(1);
    two.database().runStore().subscribe(new RunSubscriber() {
      @Override
      public void canceled(RunId runId) {
        heard.add(runId);
      }

      @Override
      public void ended(RunId runId) {
        heard.add(runId);
      }

      @Override
      public void missed() {
        listening.countDown();
      }
    });
    listening.await();
    RunId ofOne = submit(one);
    one.database().runStore().watch(ofOne);
    RunId ofTwo = submit(two);

    one.database().runStore().cancel(ofOne, "first"); // which ends it, too
    two.database().runStore().cancel(ofTwo, "second");

    assertThat(heard.poll(30, TimeUnit.SECONDS)).as("notices come in the order of their commits").isEqualTo(ofTwo);
  }

  private static void writeToOutbox(TestDatabase.Schema schema) throws Exception {
    Lease lease = lease(schema);
    schema.database().runStore().commitTogether("worker", lease.token(), false, new SharedTransaction() {
      @Override
      public Optional<String> run(Connection connection) {
        return Optional.of("1");
      }

      @Override
      public List<OutboxMessage> outbox() {
        return List.of(new OutboxMessage(lease.key(), 1, "mail", "ada", "1"));
      }
    });
  }

  private static int relay(OutboxStore outbox) {
    return outbox.relay(Set.of("mail"), 10, Duration.ofSeconds(5), message -> Optional.empty());
  }

  @Test
  void neitherWaitsForTheOthersLocks() throws Exception {
    submit(one);
    submit(two);
    writeToOutbox(one);
    writeToOutbox(two);
    OutboxStore other = two.database().outbox();
    int relayed = one.database().outbox().relay(Set.of("mail"), 10, Duration.ofSeconds(5), message -> {
      assertThat(relay(one.database().outbox())).as("one relays at a time").isZero();
      assertThat(relay(other)).isEqualTo(1);
      return Optional.empty();
    });
    assertThat(relayed).isEqualTo(1);

    one.advance(Duration.ofDays(2));
    two.advance(Duration.ofDays(2));
    try (Connection held = one.connection(); Statement statement = held.createStatement()) {
      held.setAutoCommit(false);
      holdRetention(statement);
      assertThat(one.database().runStore().forget(Duration.ofDays(1), 10)).as("somebody does it already").isZero();
      assertThat(two.database().runStore().forget(Duration.ofDays(1), 10)).isEqualTo(1);
      held.rollback();
    }
    assertThat(one.database().runStore().forget(Duration.ofDays(1), 10)).isEqualTo(1);
  }

  private static void holdRetention(Statement statement) throws SQLException {
    statement.execute("select pg_advisory_xact_lock(hashtext(current_schema() || ' retention'))");
  }
}
