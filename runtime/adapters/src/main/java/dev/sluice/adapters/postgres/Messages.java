package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges the messages that made a worker claim, and notes which of them are gone. */
final class Messages {
  private record Row(OpState state, int publishSequence, int attempt) {}

  private final Connection connection;
  private final EventTable events;

  Messages(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  List<Verdict> judge(List<OpExecutionTask> messages, List<Lease> leases) throws SQLException {
    if (messages.isEmpty()) {
      return List.of();
    }
    Set<IdempotencyKey> claimed = leases.stream().map(Lease::key).collect(Collectors.toSet());
    List<Optional<IdempotencyKey>> keys = messages.stream().map(Messages::keyOf).toList();
    Map<IdempotencyKey, Row> rows = rows(keys.stream().flatMap(Optional::stream).distinct().toList());
    Set<OpExecutionTask> noted = new Publications(connection).clear(messages);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      IdempotencyKey key = keys.get(i).orElse(null);
      Row row = key == null ? null : rows.get(key);
      if (key == null || row == null) {
        verdicts.add(Verdict.UNKNOWN);
        continue;
      }
      OpExecutionTask message = messages.get(i);
      Verdict verdict = Verdict.of(message.publishSequence(), row.publishSequence(), row.state(), claimed.contains(key));
      boolean isNewest = message.publishSequence() == row.publishSequence();
      verdicts.add(isNewest && !noted.contains(message) ? Verdict.BUSY : verdict);
      if (verdict == Verdict.REDUNDANT && verdicts.get(i) != Verdict.BUSY) {
        events.add(EventType.DUPLICATE_SUPPRESSED, key, row.attempt(), null);
      }
    }
    return verdicts;
  }

  private static Optional<IdempotencyKey> keyOf(OpExecutionTask message) {
    try {
      return Optional.of(IdempotencyKey.parse(message.idempotencyKey()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Map<IdempotencyKey, Row> rows(List<IdempotencyKey> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.run_id, o.op_key, o.state, o.publish_sequence, o.attempt
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key""")) {
      new Batch(statement).keys(keys, key -> key);
      Map<IdempotencyKey, Row> rows = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.put(Rows.key(row),
              new Row(OpState.valueOf(row.getString("state")), row.getInt("publish_sequence"), row.getInt("attempt")));
        }
      }
      return rows;
    }
  }
}
