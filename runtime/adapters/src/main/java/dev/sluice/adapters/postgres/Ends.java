package dev.sluice.adapters.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What becomes of a connection on which something failed. It goes back into its pool only as it came out of it: in the middle of a
 * transaction it would commit half of one, since {@code setAutoCommit(true)} commits what was begun.
 */
final class Ends {
  private Ends() {}

  /** Rolls back after a failure; where that fails, the connection is ended, and the server rolls back. */
  static void rollBack(HikariDataSource pool, Connection connection, Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
      discard(pool, connection, failure);
    }
  }

  /**
   * Ends a connection, and with it what was begun on it. So does every {@link Error}: one strikes anywhere, also where the driver has read half
   * of an answer, and the next to have the connection would take the other half for his own.
   */
  static void discard(HikariDataSource pool, Connection connection, Throwable failure) {
    try {
      connection.abort(Runnable::run); // at once: the pool closes it later, by a thread of its own
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    } finally {
      pool.evictConnection(connection);
    }
  }
}
