package dev.sluice.adapters.postgres;

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
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool of connections to the platform's database. Safe for any thread. */
public final class Database implements AutoCloseable {
  private static final int CONFLICT_ATTEMPTS = 10;

  /** Work within one transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private final HikariDataSource pool;
  private final Pools pools;
  private final Notices notices;
  private final OpTransactions opTransactions;
  private final Reachability reachability;

  private Database(HikariDataSource pool, Pools pools, Notices notices, OpTransactions opTransactions) {
    this.pool = pool;
    this.pools = pools;
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
    return open(url, user, password, schema, poolSize, Patience.USUAL.answer());
  }

  /**
   * Makes a pool as {@link #open(String, String, String, String, int)} does.
   *
   * @param answer how long calls wait for the database's answer until they take it for unreachable; whole seconds
   */
  public static Database open(String url, String user, String password, String schema, int poolSize, Duration answer) {
    Pools pools = new Pools(url, user, password, schema, new Patience(answer));
    OpTransactions ops = new OpTransactions(() -> pools.forOps(poolSize), schema);
    return new Database(pools.forCalls(Math.max(1, poolSize - 1)), pools, pools.notices(), ops);
  }

  /**
   * Creates or upgrades the tables; does nothing if they are as this code wants them.
   *
   * @throws StoreUnavailableException if the database cannot be reached or refuses the user
   * @throws SchemaMismatchException if the tables are of a newer version, or made by other scripts
   */
  public void migrate() {
    inTransaction(connection -> true); // says plainly what is wrong with address or password, which the migrations would not
    try (HikariDataSource migrating = pools.forMigrations()) {
      Migrations.migrate(migrating, pools.schema());
    }
  }

  /**
   * Refuses tables of a newer version than this code's, for services that do not migrate. Tables of an older version, none at all or
   * a database that does not answer are passed over: a coordinator is about to make them, and every call says so until then.
   *
   * @throws SchemaMismatchException if the tables are of a newer version
   */
  public void refuseNewerTables() {
    try {
      SchemaVersion.refuseNewer(pool, pools.schema());
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
   * Does work in one transaction, again if it lost a conflict with another one. Whatever is thrown in the middle leaves nothing of it.
   *
   * @throws StoreUnavailableException if the connection fails; whether the transaction was committed is then not known
   */
  <T extends @Nullable Object> T inTransaction(Work<T> work) {
    return atOnce(connection -> commit(connection, work));
  }

  /** Does work as {@link #inTransaction} does, which may rightly take longer than an answer usually takes. */
  <T extends @Nullable Object> T inLongTransaction(Work<T> work) {
    return inTransaction(connection -> {
      Patience.lift(connection);
      return work.run(connection);
    });
  }

  /**
   * Does work that is one statement or one {@link Pipeline} and so a transaction by itself: nothing is sent but that. Again if it lost a
   * conflict with another one.
   *
   * @throws StoreUnavailableException as {@link #inTransaction} does
   */
  <T extends @Nullable Object> T atOnce(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return borrow(work);
      } catch (SQLException e) {
        if (!SqlFailure.isConflict(e) || attempt == CONFLICT_ATTEMPTS) {
          throw SqlFailure.of(e);
        }
        backOff(attempt);
      }
    }
  }

  private <T extends @Nullable Object> T borrow(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try {
        return work.run(connection);
      } catch (Error e) {
        Ends.discard(pool, connection, e);
        throw e;
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

  private <T extends @Nullable Object> T commit(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.run(connection);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      Ends.rollBack(pool, connection, e);
      throw e;
    }
    connection.setAutoCommit(true); // not after an Error: it would commit what was done until then
    return result;
  }

  /** Waits a little, the longer the more attempts there were. */
  static void backOff(int attempt) {
    java.util.concurrent.locks.LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, 1_000_000L << Math.min(attempt, 6)));
  }

  @Override
  public void close() {
    notices.close();
    opTransactions.close();
    pool.close();
  }
}
