package dev.sluice.adapters.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.payload.PayloadReferences;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool of connections to the platform's database. Safe for any thread. */
public final class Database implements AutoCloseable {
  private static final int CONFLICT_ATTEMPTS = 10;
  private static final Duration CONNECTION_WAIT = Duration.ofSeconds(10);
  /** Transactional ops wait for each other's connections as long as that takes, short of forever. */
  private static final Duration OP_CONNECTION_WAIT = Duration.ofMinutes(30);

  /**
   * Every statement of ours knows its way by an index, and is planned once: plans made for one set of arguments, or when the tables were
   * empty, must not read whole tables later (PostgreSQL's documentation, "Planner Method Configuration" and plan_cache_mode).
   */
  private static final String OUR_PLANS = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; "
      + "set enable_hashjoin = off; set enable_mergejoin = off";

  /** A commit goes out in one write: who is stopped between two of them leaves half a request, and the locks of what was done so far. */
  private static final String REQUEST_BYTES = "65536";

  /** Work within one transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private final HikariDataSource pool;
  private final String schema;
  private final Notices notices;
  private final OpTransactions opTransactions;
  private final Reachability reachability;

  private Database(HikariDataSource pool, String schema, Notices notices, OpTransactions opTransactions) {
    this.pool = pool;
    this.schema = schema;
    this.notices = notices;
    this.opTransactions = opTransactions;
    this.reachability = new Reachability(() -> answers(pool));
  }

  /** Makes a pool; connects when it is first used. */
  public static Database open(Settings settings) {
    return open(
        settings.text(Setting.DATABASE_URL),
        settings.text(Setting.DATABASE_USER),
        settings.text(Setting.DATABASE_PASSWORD),
        settings.text(Setting.DATABASE_SCHEMA),
        settings.integer(Setting.DATABASE_POOL_SIZE));
  }

  /**
   * Makes a pool; connects when it is first used.
   *
   * @param url JDBC address
   * @param poolSize most connections that are open at a time, one of them for the notices of other processes; as many again, each as
   *     long as it is needed, for transactional ops
   */
  public static Database open(String url, String user, String password, String schema, int poolSize) {
    int size = Math.max(1, poolSize - 1);
    HikariDataSource pool = pool("sluice", url, user, password, schema, size, CONNECTION_WAIT,
        OUR_PLANS + "; " + Standstill.BOUNDED);
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("ApplicationName", "sluice notices");
    login.setProperty("tcpKeepAlive", "true");
    login.setProperty("socketFactory", PromptSockets.class.getName());
    OpTransactions ops = new OpTransactions(() -> pool("sluice ops", url, user, password, schema, poolSize, OP_CONNECTION_WAIT, null), schema);
    return new Database(pool, schema, new Notices(url, login, schema), ops);
  }

  private static HikariDataSource pool(
      String name, String url, String user, String password, String schema, int size, Duration wait, @Nullable String initSql) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setSchema(schema);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(wait.equals(CONNECTION_WAIT) ? 1 : 0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(wait.toMillis());
    config.setAutoCommit(true);
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("ApplicationName", "sluice");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("maxSendBufferSize", REQUEST_BYTES);
    config.setConnectionInitSql(initSql);
    return new HikariDataSource(config);
  }

  /**
   * Creates or upgrades the tables; does nothing if they are as this code wants them.
   *
   * @throws StoreUnavailableException if the database cannot be reached or refuses the user
   * @throws SchemaMismatchException if the tables are of a newer version, or made by other scripts
   */
  public void migrate() {
    inTransaction(connection -> true); // says plainly what is wrong with address or password, which the migrations would not
    Migrations.migrate(pool, schema);
  }

  /**
   * Refuses tables of a newer version than this code's, for services that do not migrate. Tables of an older version, none at all or
   * a database that does not answer are passed over: a coordinator is about to make them, and every call says so until then.
   *
   * @throws SchemaMismatchException if the tables are of a newer version
   */
  public void refuseNewerTables() {
    try {
      SchemaVersion.refuseNewer(pool, schema);
    } catch (SQLException e) {
      // Nothing is known of the tables; the first call will tell.
    }
  }

  public RunStore runStore() {
    return new PostgresRunStore(this);
  }

  /** When jobs start by themselves. */
  public ScheduleStore schedules() {
    return new PostgresScheduleStore(this);
  }

  /** Messages for the world outside. Each relay is one transaction, held while its messages are delivered. */
  public OutboxStore outbox() {
    return new PostgresOutbox(this);
  }

  /** Which payloads in a store of their own are still needed. */
  public PayloadReferences payloadReferences() {
    return addresses -> inTransaction(connection -> new PayloadTable(connection).named(addresses));
  }

  OpTransactions opTransactions() {
    return opTransactions;
  }

  Notices notices() {
    return notices;
  }

  /** Asks the database for an answer; waits a second for it at the most. */
  public boolean isReachable() {
    return reachability.isGiven();
  }

  private static boolean answers(HikariDataSource pool) {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Does work in one transaction, again if it lost a conflict with another one.
   *
   * @throws StoreUnavailableException if the connection fails; whether the transaction was committed is then not known
   */
  <T extends @Nullable Object> T inTransaction(Work<T> work) {
    return atOnce(connection -> commit(connection, work));
  }

  /**
   * Does work that is one statement or one {@link Pipeline} and so a transaction by itself: nothing is sent but that. Again if it lost a
   * conflict with another one.
   *
   * @throws StoreUnavailableException as {@link #inTransaction} does
   */
  <T extends @Nullable Object> T atOnce(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = pool.getConnection()) {
        return work.run(connection);
      } catch (SQLException e) {
        if (!SqlFailure.isConflict(e) || attempt == CONFLICT_ATTEMPTS) {
          throw SqlFailure.of(e);
        }
        backOff(attempt);
      }
    }
  }

  /** Makes a call to the database that others make later, or nobody misses, if it is not made now: empty if the connection fails. */
  static <T> Optional<T> ifReachable(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (StoreUnavailableException e) {
      return Optional.empty();
    }
  }

  private static <T extends @Nullable Object> T commit(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException rollback) {
        e.addSuppressed(rollback);
      }
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void backOff(int attempt) {
    java.util.concurrent.locks.LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, 1_000_000L << Math.min(attempt, 6)));
  }

  @Override
  public void close() {
    notices.close();
    opTransactions.close();
    pool.close();
  }
}
