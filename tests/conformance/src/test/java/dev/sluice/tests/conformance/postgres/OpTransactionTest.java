package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.EndedTransactionException;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a real database can do to the transaction of an op. */
class OpTransactionTest {
  private TestDatabase.Schema schema;
  private RunStore store;
  private RunId runId;
  private Lease lease;

  @BeforeEach
  void leaseAnOp() {
    schema = TestDatabase.shared().newSchema();
    schema.execute("create table " + schema.name() + ".ledger (entry text not null)");
    store = schema.database().runStore();
    RunRequest request = new RunRequest(RunId.next(InstantSource.system(), new Random(5)), "job", "v1", "{}", "only", Map.of(), null,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
    store.submit(List.of(request), PublishWindow.CLOSED);
    runId = request.runId();
    lease = store.claim(new Claim("w1", "default", 1, Duration.ofSeconds(15)), List.of()).leases().get(0);
  }

  @AfterEach
  void dropSchema() {
    schema.close();
  }

  private OpState state() {
    return store.ops(runId).get(0).state();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aBackendKilledInTheMiddleLeavesNeitherSqlNorResult() {
    assertThatThrownBy(() -> store.commitTogether("w1", lease.token(), false, connection -> {
      execute(connection, "insert into ledger values ('lost')");
      try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
        row.next();
        schema.execute("select pg_terminate_backend(" + row.getInt(1) + ")");
      }
      return Optional.of("1");
    })).isInstanceOf(StoreUnavailableException.class);
    assertThat(schema.count("ledger")).isZero();
    assertThat(store.effects(runId)).isEmpty();
    assertThat(state()).isEqualTo(OpState.RUNNING);
  }

  @Test
  void aCommitInAStatementsTextIsFoundOutAndNothingMoreIsCommitted() {
    assertThatThrownBy(() -> store.commitTogether("w1", lease.token(), false, connection -> {
      execute(connection, "insert into ledger values ('alone')");
      execute(connection, "commit");
      execute(connection, "insert into ledger values ('after')");
      return Optional.of("1");
    })).isInstanceOf(EndedTransactionException.class).hasMessageContaining("COMMIT or ROLLBACK in a statement");
    assertThat(schema.count("ledger")).isEqualTo(1);
    assertThat(state()).isEqualTo(OpState.RUNNING);
    assertThat(store.effects(runId)).as("an effect without its commit is told").containsExactly(lease.token());
  }

  @Test
  void sqlThatFailedAndWasSwallowedCannotBeCommitted() {
    assertThatThrownBy(() -> store.commitTogether("w1", lease.token(), false, connection -> {
      execute(connection, "insert into ledger values ('first')");
      try {
        execute(connection, "insert into nowhere values (1)");
      } catch (SQLException e) {
        assertThat(e.getMessage()).contains("nowhere");
      }
      return Optional.of("1");
    })).hasMessageContaining("current transaction is aborted");
    assertThat(schema.count("ledger")).isZero();
  }

  @Test
  void aSearchPathOfTheOpsDoesNotOutliveIt() throws Exception {
    assertThat(store.commitTogether("w1", lease.token(), false, connection -> {
      execute(connection, "set search_path to pg_catalog");
      return Optional.of("1");
    })).isTrue();
    assertThat(state()).isEqualTo(OpState.SUCCEEDED);
    assertThat(store.commitTogether("w1", lease.token(), false, connection -> Optional.of("2"))).as("it finds its tables").isFalse();
  }

  @Test
  void longOpsNeverKeepHeartbeatsWaitingForConnections() throws Exception {
    try (dev.sluice.adapters.postgres.Database narrow = schema.open(2)) {
      RunStore shared = narrow.runStore();
      assertThat(shared.commitTogether("w1", lease.token(), false, connection -> {
        assertThat(shared.heartbeat("w1", List.of(lease.token()), Duration.ofSeconds(15)).lost()).isEmpty();
        return Optional.of("1");
      })).isTrue();
    }
  }
}
