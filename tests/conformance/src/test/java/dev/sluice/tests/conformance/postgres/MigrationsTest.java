package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.postgres.SchemaMismatchException;
import dev.sluice.core.store.StoreUnavailableException;
import java.time.Duration;
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
