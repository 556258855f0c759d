package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.adapters.postgres.CallersTransaction;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallersTransactionTest {
  private final RunRequest request = new RunRequest(RunId.next(InstantSource.system(), new Random(1)), "job", "v1", "{}", "only", Map.of(),
      null, List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
  private TestDatabase.Schema schema;

  @BeforeEach
  void make() {
    schema = TestDatabase.shared().newSchema();
    schema.execute("create table if not exists public.orders_" + schema.name() + " (id int not null)");
  }

  @AfterEach
  void drop() {
    schema.execute("drop table public.orders_" + schema.name());
    schema.close();
  }

  private void order(boolean commit) throws SQLException {
    try (Connection connection = schema.connection(); Statement statement = connection.createStatement()) {
      connection.setSchema("public");
      connection.setAutoCommit(false);
      statement.execute("insert into orders_" + schema.name() + " values (1)");
      new CallersTransaction(schema.name()).submit(connection, List.of(request));
      statement.execute("insert into orders_" + schema.name() + " values (2)");
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
    }
  }

  @Test
  void aRunStartsIfTheCallersTransactionCommits() throws SQLException {
    order(true);

    assertThat(schema.count("public.orders_" + schema.name())).isEqualTo(2);
    assertThat(schema.database().runStore().claim(new Claim("w1", "default", 1, Duration.ofSeconds(15)), List.of()).leases()).hasSize(1);
  }

  @Test
  void aRunIsNeverSeenIfItRollsBack() throws SQLException {
    order(false);

    assertThat(schema.count("public.orders_" + schema.name())).isZero();
    assertThat(schema.database().runStore().find(request.runId())).isEmpty();
  }

  @Test
  void aLostConflictIsToldAsWhatItIsAndTheConnectionHasItsSchemaAgain() throws SQLException {
    schema.execute("create function " + schema.name() + ".conflict() returns trigger language plpgsql as "
        + "'begin raise exception using errcode = ''40P01''; end'");
    schema.execute("create trigger conflict before insert on " + schema.name() + ".job_run for each row execute function "
        + schema.name() + ".conflict()");
    try (Connection connection = schema.connection()) {
      connection.setSchema("public");
      connection.setAutoCommit(false);

      Throwable failure = catchThrowable(() -> new CallersTransaction(schema.name()).submit(connection, List.of(request)));

      assertThat(failure).as("worth another try").isInstanceOf(StoreUnavailableException.class);
      assertThat(((SQLException) failure.getCause()).getSQLState()).isEqualTo("40P01");
      assertThat(failure.getCause().getSuppressed()).singleElement()
          .extracting(suppressed -> ((SQLException) suppressed).getSQLState()).isEqualTo("25P02");
      connection.rollback();
      assertThat(connection.getSchema()).isEqualTo("public");
    }
  }

  @Test
  void aConnectionWithoutATransactionIsRefused() throws SQLException {
    try (Connection connection = schema.connection()) {
      assertThatThrownBy(() -> new CallersTransaction(schema.name()).submit(connection, List.of(request)))
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("setAutoCommit(false)");
    }
  }
}
