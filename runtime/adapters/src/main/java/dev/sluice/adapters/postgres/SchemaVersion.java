package dev.sluice.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The version of the tables, for services that do not migrate: loading Flyway would cost them a third of their start. */
final class SchemaVersion {
  /** The newest of the migrations beside this class; a test compares. */
  static final int NEWEST = 11;

  private SchemaVersion() {}

  /**
   * Looks for a migration that this code does not know.
   *
   * @throws SchemaMismatchException if there is one
   * @throws SQLException if there is no schema, or nobody answers
   */
  static void refuseNewer(DataSource dataSource, String schema) throws SQLException {
    try (Connection connection = dataSource.getConnection(); PreparedStatement statement = connection.prepareStatement("""
        select version, description from flyway_schema_history
        where success and version ~ '^[0-9]+$' and version::bigint > ? order by installed_rank limit 1""")) {
      statement.setInt(1, NEWEST);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          throw new SchemaMismatchException(schema, "version " + row.getString("version") + " (" + row.getString("description")
              + ") is newer than this code, which knows version " + NEWEST);
        }
      }
    }
  }
}
