package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.contract.Setting;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.tests.conformance.postgres.TestDatabase.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service does with the settings of its database. */
class DatabaseSettingsTest {
  private static final int CALLERS = 8;

  @Test
  void twoSchemasAreTwoClusters() {
    try (Schema one = TestDatabase.shared().newEmptySchema(); Schema two = TestDatabase.shared().newEmptySchema();
        Database opened = one.open(Map.of())) {
      opened.migrate();

      assertThat(one.catalogue()).contains("job_run");
      assertThatThrownBy(() -> two.database().runStore().backlog()).hasMessageContaining("start a coordinator");
    }
  }

  @Test
  void anAddressWhereNobodyAnswersIsAnUnavailableStore() {
    try (Schema schema = TestDatabase.shared().newEmptySchema();
        Database nowhere = schema.open(Map.of(Setting.DATABASE_URL, "jdbc:postgresql://127.0.0.1:1/sluice"))) {
      assertThatThrownBy(nowhere::migrate).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void anUnknownUserIsRefused() {
    try (Schema schema = TestDatabase.shared().newEmptySchema();
        Database strange = schema.open(Map.of(Setting.DATABASE_USER, "nobody_of_that_name"))) {
      assertThatThrownBy(strange::migrate).isInstanceOf(StoreUnavailableException.class);
    }
  }

  /** More callers than connections, all of them held up by a lock: afterwards there are as many connections as were allowed. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void noMoreConnectionsThanAllowedAreOpened(int size) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    String user = "pool_of_" + size;
    try (Schema schema = TestDatabase.shared().newSchema(); Connection lock = schema.connection()) {
      schema.execute("create role " + user + " login superuser");
      try (Database database = schema.open(
          Map.of(Setting.DATABASE_USER, user, Setting.DATABASE_POOL_SIZE, Integer.toString(size)))) {
        lock.setAutoCommit(false);
        try (Statement statement = lock.createStatement()) {
          statement.execute("lock table op_execution in access exclusive mode");
        }
        database.runStore().subscribe(new RunSubscriber() {}); // whose connection is one of them
        List<Future<?>> calls = IntStream.range(0, CALLERS)
            .<Future<?>>mapToObj(number -> callers.submit(() -> database.runStore().backlog())).toList();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (connections(schema, user) < size) {
          assertThat(System.nanoTime()).as("connections of %s", user).isLessThan(end);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        lock.rollback();
        for (Future<?> call : calls) {
          call.get();
        }
        assertThat(connections(schema, user)).isEqualTo(size);
      }
      schema.execute("drop role " + user);
    } finally {
      callers.shutdownNow();
    }
  }

  private static int connections(Schema schema, String user) throws SQLException {
    try (Connection connection = schema.connection(); Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from pg_stat_activity where usename = '" + user + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
