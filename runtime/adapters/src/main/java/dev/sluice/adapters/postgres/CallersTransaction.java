package dev.sluice.adapters.postgres;

import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.store.Submission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Accepts runs in the caller's own transaction, where his tables stand in the platform's database: a run starts if and only if that
 * transaction commits, with no message lost or sent for nothing. The dispatcher finds it after the commit. Safe for any thread, as far as
 * the connection is.
 */
public final class CallersTransaction {
  private final String schema;

  /**
   * Makes one for the platform's tables in a schema.
   *
   * @param schema as in {@code SLUICE_DATABASE_SCHEMA}; the connection's user must be allowed to write to its tables
   */
  public CallersTransaction(String schema) {
    this.schema = schema;
  }

  /**
   * Accepts runs, all or none, when the connection's transaction is committed.
   *
   * @param connection in a transaction of the caller's, whose end is the caller's
   * @param requests as {@link dev.sluice.core.job.RunPlanner#plan} makes them
   * @return one a run, in their order
   * @throws IllegalStateException if the connection commits by itself, so that there is no transaction to be part of
   * @throws StoreUnavailableException if the database refuses or does not answer; the caller's transaction is to be rolled back
   */
  public List<Submission> submit(Connection connection, List<RunRequest> requests) {
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalStateException("the connection commits by itself: setAutoCommit(false) before the first statement, and commit at the end");
      }
      String before = connection.getSchema();
      connection.setSchema(schema);
      List<Submission> accepted;
      try {
        accepted = new Submissions(connection, PublishWindow.CLOSED).insert(requests).submissions();
      } catch (SQLException | RuntimeException e) {
        lookBack(connection, before, e);
        throw e;
      }
      connection.setSchema(before);
      return accepted;
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /** Where a statement failed, the transaction takes no more of them, and has the caller's schema again once it is rolled back. */
  private static void lookBack(Connection connection, String schema, Exception failure) {
    try {
      connection.setSchema(schema);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
