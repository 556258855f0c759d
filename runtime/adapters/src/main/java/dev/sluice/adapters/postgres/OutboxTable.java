package dev.sluice.adapters.postgres;

import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.outbox.OutboxKey;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.outbox.WaitingMessage;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * outbox: messages that are committed and not delivered. A sequence is drawn at the end of the transaction that writes it, so that
 * transactions which the application itself puts in order, as by locking a row, draw theirs in that order.
 */
final class OutboxTable {
  /** After so long no further message of a share is begun in a transaction: whoever wants to give one up waits for its end. */
  private static final Duration SHARE = Duration.ofMillis(2_500);

  private record Lane(String topic, String key) {}

  private record Row(long sequence, OutboxMessage message) {
    Lane lane() {
      return new Lane(message.topic(), message.key());
    }
  }

  /** The first of its key that failed, once its time has come; who has waited longest goes first. */
  private static final String DUE_AGAIN = """

      where o.topic = any (?) and o.not_before <= platform_time() and not exists (
        select 1 from outbox e where e.topic = o.topic and e.key = o.key and e.sequence < o.sequence and e.not_before is not null)
      order by o.not_before, o.sequence limit ? for update of o""";

  /** What has nothing before it under its key that failed. */
  private static final String NEVER_TRIED = """

      where o.topic = any (?) and not exists (
        select 1 from outbox e where e.topic = o.topic and e.key = o.key and e.sequence <= o.sequence and e.not_before is not null)
      order by o.sequence limit ? for update of o""";

  private static final String CHOSEN = """

      where (? or (o.run_id, o.op_key, o.number) in (select * from unnest(?::uuid[], ?::text[], ?::int[])))
        and (? or o.topic = ?) and (? or o.failures > 0)
      order by o.sequence limit ?""";

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

  /**
   * Relays under a lock of this schema's outbox that ends with the transaction, and so before long, also where a sink is slow. What failed
   * before and what was never tried have a share each, of messages and of time, so that neither waits for the other.
   */
  int relay(Set<String> topics, int limit, Duration retryAfter, OutboxStore.Delivery delivery) throws SQLException {
    if (!lock()) {
      return 0;
    }
    int again = relay(select(DUE_AGAIN, topics, limit), retryAfter, delivery);
    return again + relay(select(NEVER_TRIED, topics, limit), retryAfter, delivery);
  }

  private int relay(List<Row> rows, Duration retryAfter, OutboxStore.Delivery delivery) throws SQLException {
    List<Row> delivered = new ArrayList<>();
    Map<Row, String> failed = new LinkedHashMap<>();
    Set<Lane> held = new HashSet<>();
    long end = System.nanoTime() + SHARE.toNanos();
    for (Row row : rows) {
      if (!held.contains(row.lane()) && System.nanoTime() < end) {
        Optional<String> problem = delivery.deliver(row.message());
        if (problem.isEmpty()) {
          delivered.add(row);
        } else {
          failed.put(row, problem.get());
          held.add(row.lane());
        }
      }
    }
    delete(delivered);
    postpone(failed, retryAfter);
    return delivered.size();
  }

  /** Names the topics of what waits; reads the whole table, which is short unless something is wrong. */
  Set<String> topics() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select distinct topic from outbox");
        ResultSet row = statement.executeQuery()) {
      Set<String> topics = new HashSet<>();
      while (row.next()) {
        topics.add(row.getString("topic"));
      }
      return topics;
    }
  }

  /** Measures what waits; reads the whole table, which is short unless something is wrong. */
  List<OutboxBacklog> backlog() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.topic, count(*) as messages, min(o.written_at) as oldest, count(*) filter (where o.failures > 0) as failing,
          (array_agg(o.run_id || '/' || o.op_key || '#' || o.number order by o.sequence) filter (where o.failures > 0))[1] as message,
          (array_agg(o.last_error order by o.sequence) filter (where o.failures > 0))[1] as last_error
        from outbox o group by o.topic order by o.topic""");
        ResultSet row = statement.executeQuery()) {
      List<OutboxBacklog> topics = new ArrayList<>();
      while (row.next()) {
        topics.add(new OutboxBacklog(row.getString("topic"), row.getInt("messages"),
            Objects.requireNonNull(Rows.instant(row, "oldest")), row.getInt("failing"), row.getString("message"),
            row.getString("last_error")));
      }
      return topics;
    }
  }

  /** Lists what waits, the oldest first. */
  List<WaitingMessage> list(OutboxFilter filter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select o.* from outbox o" + CHOSEN)) {
      bind(statement, filter);
      List<WaitingMessage> messages = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          messages.add(new WaitingMessage(message(row), Objects.requireNonNull(Rows.instant(row, "written_at")), row.getInt("failures"),
              row.getString("last_error")));
        }
      }
      return messages;
    }
  }

  /**
   * Takes messages out without delivery; those of runs that are forgotten have no history to tell of it. What is just being delivered is
   * waited for, and not taken if it was delivered.
   */
  List<OutboxKey> drop(OutboxFilter filter, EventTable events) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with gone as (
          delete from outbox where sequence = any (array (select o.sequence from outbox o""" + CHOSEN + """
           for update of o)) returning sequence, run_id, op_key, number, topic, key)
        select gone.*, coalesce(x.attempt, 0) as attempt from gone left join op_execution x using (run_id, op_key) order by gone.sequence""")) {
      bind(statement, filter);
      List<OutboxKey> dropped = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          OutboxKey message = new OutboxKey(Rows.key(row), row.getInt("number"));
          if (row.getInt("attempt") > 0) {
            events.add(EventType.OUTBOX_DROPPED, message.op(), row.getInt("attempt"),
                EventDetails.dropped(message.number(), row.getString("topic"), row.getString("key")));
          }
          dropped.add(message);
        }
      }
      return dropped;
    }
  }

  private static void bind(PreparedStatement statement, OutboxFilter filter) throws SQLException {
    List<OutboxKey> messages = List.copyOf(filter.messages());
    new Batch(statement)
        .bool(messages.isEmpty())
        .keys(messages, OutboxKey::op)
        .integers(messages, OutboxKey::number)
        .bool(filter.topic().isEmpty())
        .text(filter.topic().orElse(""))
        .bool(!filter.refused())
        .integer(filter.limit());
  }

  private static OutboxMessage message(ResultSet row) throws SQLException {
    return new OutboxMessage(
        Rows.key(row), row.getInt("number"), row.getString("topic"), row.getString("key"), row.getString("payload"));
  }

  private boolean lock() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "select pg_try_advisory_xact_lock(hashtextextended('sluice.outbox.' || current_schema(), 0))");
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private List<Row> select(String which, Set<String> topics, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "select o.sequence, o.run_id, o.op_key, o.number, o.topic, o.key, o.payload from outbox o" + which)) {
      new Batch(statement).texts(topics, topic -> topic).integer(limit);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(new Row(row.getLong("sequence"), message(row)));
        }
      }
      return rows;
    }
  }

  private void delete(List<Row> rows) throws SQLException {
    if (!rows.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement("delete from outbox where sequence = any (?)")) {
        new Batch(statement).longs(rows, Row::sequence);
        statement.executeUpdate();
      }
    }
  }

  /** From now on by the platform's time, which stands still within a transaction: deliveries may have taken longer than the pause. */
  private void postpone(Map<Row, String> rows, Duration retryAfter) throws SQLException {
    if (!rows.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement("""
          update outbox o set failures = o.failures + 1, last_error = f.error,
            not_before = platform_time() + (clock_timestamp() - now()) + ? * interval '1 millisecond' * power(2, least(o.failures, ?))
          from unnest(?::bigint[], ?::text[]) as f (sequence, error)
          where o.sequence = f.sequence""")) {
        new Batch(statement).bigint(retryAfter.toMillis())
            .integer(OutboxStore.DOUBLINGS)
            .longs(rows.keySet(), Row::sequence)
            .texts(rows.values(), error -> error.replace('\0', ' '));
        statement.executeUpdate();
      }
    }
  }
}
