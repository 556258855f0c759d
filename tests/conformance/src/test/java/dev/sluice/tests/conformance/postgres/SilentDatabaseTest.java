package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.StoreUnavailableException;
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
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that answers no more, and closes nothing: who waits for it without end never comes back. */
@Timeout(300)
class SilentDatabaseTest {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int LONGER_SECONDS = 7;

  private final RunRequest request = new RunRequest(RunId.next(InstantSource.system(), new Random(3)), "job", "v1", "{}", "only", Map.of(),
      null, List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
  private TestDatabase.Schema schema;

  @BeforeEach
  void make() {
    schema = TestDatabase.shared().newSchema();
  }

  @AfterEach
  void drop() {
    schema.close();
  }

  private Database impatient(String url, TestDatabase.Schema tables) {
    return Database.open(url, "postgres", "postgres", tables.name(), 4, ANSWER);
  }

  private SilentWire wire() throws Exception {
    return SilentWire.to(TestDatabase.shared().port());
  }

  private LeaseToken lease() {
    schema.database().runStore().submit(List.of(request), PublishWindow.CLOSED);
    return schema.database().runStore().claim(new Claim("w1", "default", 1, Duration.ofHours(1)), List.of()).leases().get(0).token();
  }

  private static CommitOutcome commit(Database database, LeaseToken token) {
    return database.runStore().commit("w1",
        List.of(new Attempt(token, new ExecutionResult.Success("1"), Optional.empty(), false)), List.of(), PublishWindow.CLOSED);
  }

  @Test
  void aCommitWhoseAnswerNeverComesIsRepeatedAndStandsOnce() throws Exception {
    LeaseToken token = lease();
    try (SilentWire wire = wire(); Database database = impatient(wire.url(), schema);
        Connection lock = schema.connection(); Statement statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("lock table op_execution in access exclusive mode");
      CompletableFuture<CommitOutcome> first = CompletableFuture.supplyAsync(() -> commit(database, token));
      while (schema.text("select count(*) from pg_locks where not granted and relation = 'op_execution'::regclass").equals("0")
          && !first.isDone()) {
        Pause.REAL.pause(LOOK);
      }
      wire.fallSilent();
      lock.rollback();

      assertThatThrownBy(first::get).hasCauseInstanceOf(StoreUnavailableException.class);
      Optional<CommitOutcome> repeated = Optional.empty();
      while (repeated.isEmpty()) {
        repeated = answered(() -> commit(database, token));
      }
      assertThat(repeated.get().committed()).containsExactly(token);
    }
    assertThat(schema.database().runStore().events(request.runId())).extracting(RunEvent::type)
        .containsOnlyOnce(EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED).doesNotContain(EventType.COMMIT_FENCED);
  }

  private static <T> Optional<T> answered(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (StoreUnavailableException e) {
      return Optional.empty(); // another connection of that time
    }
  }

  @Test
  void whoListensFindsOutThatNobodyIsThereAndListensAgain() throws Exception {
    Semaphore listens = new Semaphore(0);
    try (SilentWire wire = wire(); Database database = impatient(wire.url(), schema)) {
      database.runStore().subscribe(new RunSubscriber() {
        @Override
        public void missed() {
          listens.release();
        }
      });
      listens.acquire();
      wire.fallSilent();
      listens.acquire(); // anew
    }
  }

  @Test
  void whatMayTakeLongTakesLongerThanAnAnswerDoes() throws Exception {
    LeaseToken token = lease();
    try (TestDatabase.Schema old = TestDatabase.shared().newEmptySchema(); Connection lock = old.connection();
        Statement statement = lock.createStatement();
        Database migrating = impatient(old.url(), old); Database database = impatient(schema.url(), schema)) {
      old.migrateTo(5);
      lock.setAutoCommit(false);
      statement.execute("lock table op_execution in access share mode");
      CompletableFuture<Void> migration = CompletableFuture.runAsync(migrating::migrate);
      RunStore store = database.runStore();

      assertThat(store.commitTogether("w1", token, false, connection -> {
        try (Statement slow = connection.createStatement()) {
          slow.execute("select pg_sleep(" + LONGER_SECONDS + ")");
        }
        return Optional.of("1");
      })).as("an op's own SQL").isTrue();

      schema.advance(Duration.ofDays(40));
      schema.execute("create function " + schema.name() + ".slow() returns trigger language plpgsql as 'begin perform pg_sleep("
          + LONGER_SECONDS + "); return old; end'");
      schema.execute("create trigger slow before delete on " + schema.name() + ".op_execution for each row execute function "
          + schema.name() + ".slow()");
      assertThat(store.forget(Duration.ofDays(30), 10)).as("the deletion of many runs").isEqualTo(1);

      assertThat(migration).as("a migration that waits for a reader of its table").isNotDone();
      lock.rollback();
      migration.get();
    }
  }
}
