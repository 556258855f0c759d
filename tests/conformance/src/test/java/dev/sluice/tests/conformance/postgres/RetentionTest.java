package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What retention does to the days of history, which everybody writes. */
class RetentionTest {
  private static final Duration AGE = Duration.ofDays(30);

  private TestDatabase.Schema schema;
  private RunStore store;

  @BeforeEach
  void make() {
    schema = TestDatabase.shared().newSchema();
    store = schema.database().runStore();
  }

  @AfterEach
  void drop() {
    schema.close();
  }

  private RunId submit(InstantSource clock) {
    RunRequest request = new RunRequest(RunId.next(clock, new Random(7)), "job", "v1", "{}", "only", Map.of(), null,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
    store.submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  private void finish() {
    Claim claim = new Claim("w1", "default", 1, Duration.ofHours(1));
    store.commit("w1", List.of(new Attempt(store.claim(claim, List.of()).leases().get(0).token(), new ExecutionResult.Success("1"),
        Optional.empty(), false)), List.of(), PublishWindow.CLOSED);
  }

  private String day(int ahead) {
    return "run_event_" + schema.text("select to_char(platform_time() at time zone 'UTC' + interval '" + ahead + " days', 'YYYYMMDD')");
  }

  @Test
  void theHistoryIsNotLockedWhileRunsAreDeleted() {
    submit(InstantSource.system());
    finish();
    schema.advance(Duration.ofDays(40));
    String name = schema.name();
    schema.execute("create table " + name + ".seen (locks bigint)");
    schema.execute("create function " + name + ".look() returns trigger language plpgsql as 'begin insert into " + name + ".seen"
        + " select count(*) from pg_locks where relation = ''" + name + ".run_event''::regclass and mode = ''AccessExclusiveLock'';"
        + " return old; end'");
    schema.execute("create trigger look before delete on " + name + ".op_execution for each row execute function " + name + ".look()");
    String first = schema.text("select min(relname) from pg_class where relname like 'run_event_20%' and relkind = 'r'"
        + " and relnamespace = '" + name + "'::regnamespace");

    assertThat(store.forget(AGE, 10)).isEqualTo(1);

    assertThat(schema.text("select string_agg(locks::text, ' ') from seen")).isEqualTo("0");
    assertThat(schema.catalogue()).as("days were made and dropped by the same call").contains(day(2)).doesNotContain(first);
  }

  @Test
  void aReaderOfTheHistoryHoldsUpNeitherDeletionNorThoseWhoWriteIt() throws Exception {
    submit(InstantSource.system());
    finish();
    String first = day(0);
    schema.advance(Duration.ofDays(40));
    try (Connection reader = schema.connection(); Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select count(*) from run_event");

      assertThat(store.forget(AGE, 10)).isEqualTo(1);

      assertThat(schema.catalogue()).as("left to a later pass").contains(first).doesNotContain(day(0));
      submit(InstantSource.system());
      reader.rollback();
    }
    assertThat(store.forget(AGE, 10)).isZero();
    assertThat(schema.catalogue()).contains(day(1), day(2));
  }

  @Test
  void aDayStaysWhileARunOfAClockThatIsAheadHasEventsInIt() {
    Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    schema.advance(Duration.between(Instant.now(), midnight).minusHours(1));
    RunId runId = submit(() -> midnight.plus(Duration.ofHours(1))); // two hours ahead of the database
    String before = day(0);

    for (Duration later : List.of(Duration.ofHours(3), Duration.ofDays(3))) {
      schema.advance(later);
      store.forget(AGE, 10);
      assertThat(store.events(runId)).extracting(RunEvent::type).containsExactly(EventType.RUN_SUBMITTED);
    }

    finish();
    schema.advance(Duration.ofDays(40));
    assertThat(store.forget(AGE, 10)).isEqualTo(1);
    assertThat(schema.catalogue()).as("nobody needs it any more").doesNotContain(before);
  }
}
