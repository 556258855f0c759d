package dev.sluice.adapters.postgres;

import dev.sluice.core.store.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Tells the failures of PostgreSQL apart by their SQLSTATE (PostgreSQL documentation, appendix A). */
final class SqlFailure {
  /** serialization_failure, deadlock_detected. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
  /** invalid_password, invalid_authorization_specification. */
  private static final Set<String> REFUSED = Set.of("28P01", "28000");
  /** undefined_table, undefined_column, invalid_schema_name, undefined_function, undefined_object. */
  private static final Set<String> NOT_MIGRATED = Set.of("42P01", "42703", "3F000", "42883", "42704");

  private SqlFailure() {}

  static boolean isConflict(SQLException e) {
    return e.getSQLState() != null && CONFLICTS.contains(e.getSQLState());
  }

  static RuntimeException of(SQLException e) {
    String state = stateOf(e);
    if (REFUSED.contains(state)) {
      return new StoreUnavailableException(
          "the database refused the user or password: check SLUICE_DATABASE_USER and the secret behind SLUICE_DATABASE_PASSWORD", e);
    }
    if (NOT_MIGRATED.contains(state)) {
      return new StoreUnavailableException("the database has no tables of this version yet: start a coordinator of this version, which creates "
          + "or upgrades them", e);
    }
    // 08: connection; 57: operator intervention; 53: out of resources; 25006: a standby after a failover; 25P03: stood still (Standstill).
    if (e instanceof SQLTransientConnectionException || state.startsWith("08") || state.startsWith("57") || state.startsWith("53")
        || state.equals("25006") || state.equals("25P03") || isConflict(e)) {
      return new StoreUnavailableException("the database cannot be reached or cut the connection: " + e.getMessage(), e);
    }
    return new IllegalStateException("the database refused a statement (SQLSTATE " + state + "): " + e.getMessage(), e);
  }

  /** The pool wraps what the driver said; the cause knows more. */
  private static String stateOf(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
