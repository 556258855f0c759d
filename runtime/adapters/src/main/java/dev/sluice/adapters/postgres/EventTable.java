package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** run_event: the history. Events of a transaction are collected and written by one statement, in the order collected. */
final class EventTable {
  private static final String INSERT = """
      insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
      select e.run_id, e.op_key, e.type, e.attempt, platform_time(), ?, e.detail
      from unnest(?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[]) as e (run_id, op_key, type, attempt, detail)""";

  private record NewEvent(RunId runId, @Nullable String opKey, EventType type, int attempt, @Nullable String detail) {}

  private final Connection connection;
  private final String actor;
  private final List<NewEvent> collected = new ArrayList<>();

  EventTable(Connection connection, String actor) {
    this.connection = connection;
    this.actor = actor;
  }

  /** Who acts. */
  String actor() {
    return actor;
  }

  void add(EventType type, IdempotencyKey key, int attempt, @Nullable String detail) {
    collected.add(new NewEvent(key.runId(), key.opKey(), type, attempt, detail));
  }

  void add(EventType type, RunId runId, @Nullable String detail) {
    collected.add(new NewEvent(runId, null, type, 0, detail));
  }

  /** Writes what was collected. */
  void flush() throws SQLException {
    flush(INSERT);
  }

  /**
   * Writes what was collected, outside a transaction, and does not wait for the disk: for events that change nothing, and are as good as
   * not written if the database crashes.
   */
  void flushSoon() throws SQLException {
    flush("with told as (" + INSERT + ") select set_config('synchronous_commit', 'off', true)");
  }

  private void flush(String sql) throws SQLException {
    if (collected.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Batch(statement)
          .text(actor)
          .uuids(collected, NewEvent::runId)
          .texts(collected, NewEvent::opKey)
          .texts(collected, event -> event.type().name())
          .integers(collected, NewEvent::attempt)
          .texts(collected, NewEvent::detail);
      statement.execute();
    }
    collected.clear();
  }

  static List<RunEvent> of(Connection connection, RunId runId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select * from run_event where run_id = ? order by sequence")) {
      statement.setObject(1, runId.value());
      return read(statement);
    }
  }

  static List<RunEvent> after(Connection connection, long sequence, int limit) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select * from run_event where sequence > ? order by sequence limit ?")) {
      new Batch(statement).bigint(sequence).integer(limit);
      return read(statement);
    }
  }

  private static List<RunEvent> read(PreparedStatement statement) throws SQLException {
    List<RunEvent> events = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        events.add(new RunEvent(row.getLong("sequence"), Rows.runId(row), row.getString("op_key"),
            EventType.valueOf(row.getString("type")), row.getInt("attempt"), Objects.requireNonNull(Rows.instant(row, "at")),
            row.getString("actor"), row.getString("detail")));
      }
    }
    return events;
  }
}
