package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.postgres.SchemaMismatchException;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private final TestDatabase.Schema schema = TestDatabase.shared().newEmptySchema();

  @AfterEach
  void dropSchema() {
    schema.close();
  }

  @Test
  void aSecondMigrateChangesNothing() {
    schema.database().migrate();
    String made = schema.catalogue();
    assertThat(made).contains("job_run");

    schema.database().migrate();

    assertThat(schema.catalogue()).isEqualTo(made);
    assertThat(schema.database().runStore().backlog()).isEmpty();
  }

  @Test
  void aServiceOnAnEmptyDatabaseSaysWhoMakesTheTables() {
    assertThatThrownBy(() -> schema.database().runStore().backlog())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("start a coordinator");
  }

  @Test
  void tablesMadeByOtherScriptsAreRefused() {
    schema.database().migrate();
    schema.execute("update " + schema.name() + ".flyway_schema_history set checksum = 1 where version = '1'");
    assertThatThrownBy(() -> schema.database().migrate())
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("version 1")
        .hasMessageContaining("SLUICE_DATABASE_SCHEMA");
  }

  @Test
  void tablesOfANewerVersionAreRefused() {
    schema.database().migrate();
    schema.execute("insert into " + schema.name() + ".flyway_schema_history "
        + "(installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) "
        + "values (99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, 'postgres', 1, true)");
    assertThatThrownBy(() -> schema.database().migrate())
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("version 99");
  }

  @Test
  void aServiceThatDoesNotMigrateRefusesTablesOfANewerVersionToo() {
    schema.database().refuseNewerTables(); // none yet
    schema.database().migrate();
    String newest = schema.text("select max(version::int)::text from flyway_schema_history");
    schema.database().refuseNewerTables(); // the newest that this code has: one more would be refused
    int next = Integer.parseInt(newest) + 1;
    schema.execute("insert into " + schema.name() + ".flyway_schema_history "
        + "(installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) "
        + "values (99, '" + next + "', 'from the future', 'SQL', 'V" + next + "__from_the_future.sql', 1, 'postgres', 1, true)");
    assertThatThrownBy(() -> schema.database().refuseNewerTables())
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("version " + next + " (from the future) is newer than this code, which knows version " + newest)
        .hasMessageContaining("Deploy the version that made them");
  }

  /** As version 2 left them, with a run that waits: services say what is missing, and a coordinator brings them up to date. */
  @Test
  void tablesOfAnOlderVersionAreUpgradedWithWhatIsInThem() {
    String made;
    try (TestDatabase.Schema other = TestDatabase.shared().newSchema()) {
      other.database().migrate();
      made = shape(other);
    }
    schema.migrateTo(2);
    RunRequest request = new RunRequest(RunId.next(InstantSource.system(), new Random(1)), "job", "v1", "{}", "only", Map.of(), null,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
    schema.database().runStore().submit(List.of(request), PublishWindow.CLOSED);
    schema.database().refuseNewerTables();
    assertThatThrownBy(() -> schema.database().outbox().backlog())
        .isInstanceOf(StoreUnavailableException.class).hasMessageContaining("start a coordinator of this version");

    schema.database().migrate();

    assertThat(shape(schema)).isEqualTo(made);
    assertThat(schema.database().outbox().backlog()).isEmpty();
    assertThat(schema.database().runStore().claim(new Claim("w1", "default", 1, Duration.ofSeconds(15)), List.of()).leases()).hasSize(1);
  }

  /** What the tables are like, without the days on which they were made. */
  private static String shape(TestDatabase.Schema any) {
    return any.catalogue().replace(any.name(), "schema").replaceAll(" \\d{4}-\\d\\d-\\d\\d .*", "");
  }

  @Test
  void aDayOfHistoryIsDroppedWhenNoRunNeedsItAnyMore() {
    schema.database().migrate();
    String today = schema.text("select to_char(platform_time() at time zone 'UTC', 'YYYYMMDD')");
    assertThat(schema.catalogue()).contains("run_event_" + today);

    schema.advance(Duration.ofDays(3));
    schema.database().runStore().forget(Duration.ofDays(1), 10);

    assertThat(schema.catalogue()).doesNotContain("run_event_" + today)
        .contains("run_event_" + schema.text("select to_char(platform_time() at time zone 'UTC' + interval '2 days', 'YYYYMMDD')"));
  }
}
