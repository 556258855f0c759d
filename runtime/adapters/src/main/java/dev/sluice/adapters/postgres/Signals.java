package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.store.SignalOutcome.Answer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Signals to op executions that wait for one. The first counts. */
final class Signals {
  private final Connection connection;
  private final EventTable events;

  Signals(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  SignalOutcome give(IdempotencyKey key, String payload, PublishWindow window) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o
        set signal = ?, awaiting = false, ready = o.state = 'PENDING',
            ready_since = case when o.state = 'PENDING' then platform_time() end,
            not_before = null
        where o.run_id = ? and o.op_key = ? and o.for_signal and o.signal is null
          and (o.state = 'WAITING' or o.state = 'PENDING' and o.awaiting)
        returning o.queue, o.ready, o.attempt""")) {
      new Batch(statement).text(payload).run(key.runId()).text(key.opKey());
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          events.add(EventType.OP_SIGNALED, key, row.getInt("attempt"), EventDetails.committed(payload));
          String queue = Objects.requireNonNull(row.getString("queue"));
          return new SignalOutcome(Answer.TAKEN, row.getBoolean("ready") ? new Publications(connection).mark(queue, window) : List.of());
        }
      }
    }
    return new SignalOutcome(refusal(key), List.of());
  }

  private Answer refusal(IdempotencyKey key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "select for_signal, signal is not null as has_signal from op_execution where run_id = ? and op_key = ?")) {
      new Batch(statement).run(key.runId()).text(key.opKey());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Answer.UNKNOWN;
        }
        if (!row.getBoolean("for_signal")) {
          return Answer.NOT_AWAITED;
        }
        return row.getBoolean("has_signal") ? Answer.REPEATED : Answer.TOO_LATE;
      }
    }
  }
}
