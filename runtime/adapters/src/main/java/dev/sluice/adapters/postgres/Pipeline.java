package dev.sluice.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements that go to the server together and whose rows come back together: one round trip instead of one each. Every statement sees
 * what those before it did and what others have committed by then. Outside a transaction they are one of their own (PostgreSQL's
 * documentation, "Message Flow", Pipelining): all of them are done or none is.
 */
final class Pipeline {
  /** Binds the parameters of one statement. */
  @FunctionalInterface
  interface Binding {
    void bind(Batch batch) throws SQLException;
  }

  /** Reads the rows of one statement. */
  @FunctionalInterface
  interface Reading {
    void read(ResultSet row) throws SQLException;
  }

  private record Step(String sql, Binding binding, Reading reading) {}

  private final Connection connection;
  private final List<Step> steps = new ArrayList<>();

  Pipeline(Connection connection) {
    this.connection = connection;
  }

  /** Adds a statement that returns rows. */
  Pipeline add(String sql, Binding binding, Reading reading) {
    steps.add(new Step(sql, binding, reading));
    return this;
  }

  /** Sends all of them, and reads what comes back in their order. */
  void run() throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    String sql = steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Batch batch = new Batch(statement);
      for (Step step : steps) {
        step.binding().bind(batch);
      }
      statement.execute();
      for (Step step : steps) {
        try (ResultSet row = statement.getResultSet()) {
          step.reading().read(row);
        }
        statement.getMoreResults();
      }
    }
  }
}
