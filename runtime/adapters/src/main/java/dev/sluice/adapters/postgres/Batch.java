package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds the columns of many rows as arrays, so that one statement with {@code unnest} carries them all. */
final class Batch {
  private final Connection connection;
  private final PreparedStatement statement;
  private int index;

  Batch(PreparedStatement statement) throws SQLException {
    this.connection = statement.getConnection();
    this.statement = statement;
  }

  /** PostgreSQL's text form of an array; op keys have no letter that needs escaping, but brackets want quotes. */
  static String arrayText(List<String> opKeys) {
    return opKeys.isEmpty() ? "{}" : "{\"" + String.join("\",\"", opKeys) + "\"}";
  }

  <T> Batch uuids(Collection<T> rows, Function<T, @Nullable RunId> column) throws SQLException {
    @Nullable Object[] values = new Object[rows.size()];
    int position = 0;
    for (T row : rows) {
      RunId run = column.apply(row);
      values[position++] = run == null ? null : run.value();
    }
    return bind("uuid", values);
  }

  <T> Batch texts(Collection<T> rows, Function<T, @Nullable String> column) throws SQLException {
    return array("text", rows, column);
  }

  <T> Batch integers(Collection<T> rows, Function<T, @Nullable Integer> column) throws SQLException {
    return array("int4", rows, column);
  }

  <T> Batch longs(Collection<T> rows, Function<T, @Nullable Long> column) throws SQLException {
    return array("int8", rows, column);
  }

  <T> Batch doubles(Collection<T> rows, Function<T, @Nullable Double> column) throws SQLException {
    return array("float8", rows, column);
  }

  <T> Batch booleans(Collection<T> rows, Function<T, Boolean> column) throws SQLException {
    return array("bool", rows, column);
  }

  /** Binds two arrays: run ids and op keys. */
  <T> Batch keys(Collection<T> rows, Function<T, IdempotencyKey> column) throws SQLException {
    return uuids(rows, row -> column.apply(row).runId()).texts(rows, row -> column.apply(row).opKey());
  }

  private <T> Batch array(String type, Collection<T> rows, Function<T, ? extends @Nullable Object> column) throws SQLException {
    @Nullable Object[] values = new Object[rows.size()];
    int position = 0;
    for (T row : rows) {
      values[position++] = column.apply(row);
    }
    return bind(type, values);
  }

  private Batch bind(String type, @Nullable Object[] values) throws SQLException {
    statement.setArray(++index, connection.createArrayOf(type, values));
    return this;
  }

  Batch text(String value) throws SQLException {
    statement.setString(++index, value);
    return this;
  }

  Batch run(RunId value) throws SQLException {
    statement.setObject(++index, value.value());
    return this;
  }

  Batch bool(boolean value) throws SQLException {
    statement.setBoolean(++index, value);
    return this;
  }

  Batch integer(int value) throws SQLException {
    statement.setInt(++index, value);
    return this;
  }

  Batch bigint(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }
}
