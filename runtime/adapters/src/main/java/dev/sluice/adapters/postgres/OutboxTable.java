package dev.sluice.adapters.postgres;

import dev.sluice.core.outbox.OutboxMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * outbox: messages that are committed and not delivered. A sequence is drawn at the end of the transaction that writes it, so that
 * transactions which the application itself puts in order, as by locking a row, draw theirs in that order.
 */
final class OutboxTable {
  private record Lane(String topic, String key) {}

  private record Row(long sequence, OutboxMessage message) {
    Lane lane() {
      return new Lane(message.topic(), message.key());
    }
  }

  private final Connection connection;

  OutboxTable(Connection connection) {
    this.connection = connection;
  }

  void add(List<OutboxMessage> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into outbox (run_id, op_key, number, topic, key, payload, written_at)
        select m.run_id, m.op_key, m.number, m.topic, m.key, m.payload, platform_time()
        from unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[]) as m (run_id, op_key, number, topic, key, payload)
        order by m.number""")) {
      new Batch(statement)
          .keys(messages, OutboxMessage::op)
          .integers(messages, OutboxMessage::number)
          .texts(messages, OutboxMessage::topic)
          .texts(messages, OutboxMessage::key)
          .texts(messages, OutboxMessage::payload);
      statement.executeUpdate();
    }
  }

  /** Relays under a lock of this schema's outbox that ends with the transaction. */
  int relay(Set<String> topics, int limit, Duration retryAfter, Predicate<OutboxMessage> delivery) throws SQLException {
    if (!lock()) {
      return 0;
    }
    List<Row> delivered = new ArrayList<>();
    List<Row> failed = new ArrayList<>();
    Set<Lane> held = new HashSet<>();
    for (Row row : due(topics, limit)) {
      if (!held.contains(row.lane())) {
        if (delivery.test(row.message())) {
          delivered.add(row);
        } else {
          failed.add(row);
          held.add(row.lane());
        }
      }
    }
    change("delete from outbox where sequence = any (?)", delivered);
    change("update outbox set not_before = platform_time() + " + retryAfter.toMillis() + " * interval '1 millisecond' where sequence = any (?)",
        failed);
    return delivered.size();
  }

  private boolean lock() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "select pg_try_advisory_xact_lock(hashtextextended('sluice.outbox.' || current_schema(), 0))");
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private List<Row> due(Set<String> topics, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.sequence, o.run_id, o.op_key, o.number, o.topic, o.key, o.payload
        from outbox o
        where o.topic = any (?) and not exists (
          select 1 from outbox e
          where e.topic = o.topic and e.key = o.key and e.sequence <= o.sequence and e.not_before > platform_time())
        order by o.sequence
        limit ?""")) {
      new Batch(statement).texts(topics, topic -> topic).integer(limit);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(new Row(row.getLong("sequence"), new OutboxMessage(
              Rows.key(row), row.getInt("number"), row.getString("topic"), row.getString("key"), row.getString("payload"))));
        }
      }
      return rows;
    }
  }

  private void change(String sql, List<Row> rows) throws SQLException {
    if (!rows.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        new Batch(statement).longs(rows, Row::sequence);
        statement.executeUpdate();
      }
    }
  }
}
