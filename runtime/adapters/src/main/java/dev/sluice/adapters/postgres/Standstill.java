package dev.sluice.adapters.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How long a process may stand still in the middle of a transaction. A frozen one holds the rows that others want, and the end of its leases
 * does not free them, since recovery passes locked rows over. The server ends its session before its leases run out (PostgreSQL's
 * documentation, idle_in_transaction_session_timeout).
 */
final class Standstill {
  private static final String BOUND = "idle_in_transaction_session_timeout = '5s'";

  /** For all transactions of a connection. */
  static final String BOUNDED = "set " + BOUND;

  private Standstill() {}

  /** Bounds it for the rest of this transaction. */
  static void bound(Connection connection) throws SQLException {
    set(connection, BOUND);
  }

  /** Lets this transaction wait for something else as long as that takes: nobody wants the rows that it has locked. */
  static void allow(Connection connection) throws SQLException {
    set(connection, "idle_in_transaction_session_timeout = 0");
  }

  private static void set(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local " + setting);
    }
  }
}
