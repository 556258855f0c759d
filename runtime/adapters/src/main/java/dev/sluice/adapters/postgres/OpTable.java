package dev.sluice.adapters.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.QueueBacklog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** op_execution, as it is read. */
final class OpTable {
  private final Connection connection;

  OpTable(Connection connection) {
    this.connection = connection;
  }

  List<IdempotencyRecord> of(RunId runId) throws SQLException {
    return records("o.run_id = ? order by o.ordinal", batch -> batch.run(runId));
  }

  Optional<IdempotencyRecord> of(IdempotencyKey key) throws SQLException {
    return records("o.run_id = ? and o.op_key = ?", batch -> batch.run(key.runId()).text(key.opKey())).stream().findFirst();
  }

  private List<IdempotencyRecord> records(String which, Pipeline.Binding binding) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.*, o.cause::text as cause_text,
               case when o.limited then (
                 select l.lane from op_limit l where l.run_id = o.run_id and l.op_key = o.op_key) end as lane
        from op_execution o where
        """ + which)) {
      binding.bind(new Batch(statement));
      List<IdempotencyRecord> records = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          records.add(new IdempotencyRecord(Rows.key(row), OpState.valueOf(row.getString("state")), row.getInt("attempt"),
              row.getInt("max_attempts"), row.getString("queue"), row.getInt("priority"), row.getString("lease_owner"),
              Rows.instant(row, "lease_expires_at"), Rows.instant(row, "not_before"), row.getInt("publish_sequence"),
              row.getString("output"), cause(row.getString("cause_text")), row.getString("lane"),
              row.getString("input")));
        }
      }
      return records;
    }
  }

  /** Returns those of the attempts that are the one that succeeded: their commit was repeated. */
  Set<LeaseToken> succeeded(Collection<LeaseToken> tokens) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.run_id, o.op_key, o.attempt
        from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key and o.attempt = t.attempt
        where o.state = 'SUCCEEDED'""")) {
      new Batch(statement).keys(tokens, LeaseToken::key).integers(tokens, LeaseToken::attempt);
      Set<LeaseToken> succeeded = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          succeeded.add(new LeaseToken(Rows.key(row), row.getInt("attempt")));
        }
      }
      return succeeded;
    }
  }

  /** Returns the queues of op executions that are ready downstream of these and not published. */
  Set<String> unpublishedAfter(Collection<LeaseToken> tokens) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select distinct d.queue
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key
        join op_execution d on d.run_id = o.run_id and d.op_key = any (o.downstream) and d.ready and d.published_at is null""")) {
      new Batch(statement).keys(tokens, LeaseToken::key);
      Set<String> queues = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          queues.add(row.getString("queue"));
        }
      }
      return queues;
    }
  }

  static @Nullable Cause cause(@Nullable String json) {
    try {
      return json == null ? null : Rows.JSON.readValue(json, Cause.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a cause that we wrote is not JSON: " + json, e);
    }
  }

  /** Measures each queue; the partial indexes hold what is looked at. */
  List<QueueBacklog> backlog() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select queue, sum(ready) as ready, sum(running) as running, sum(delayed) as delayed, max(oldest) as oldest
        from (
          select queue, count(*) as ready, 0 as running, 0 as delayed,
                 extract(epoch from platform_time() - min(ready_since)) * 1000 as oldest
          from op_execution where ready group by queue
          union all
          select queue, 0, count(*), 0, 0 from op_execution where state = 'RUNNING' group by queue
          union all
          select queue, 0, 0, count(*), 0 from op_execution where state = 'PENDING' and not ready group by queue) as parts
        group by queue order by queue""")) {
      List<QueueBacklog> queues = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          queues.add(new QueueBacklog(row.getString("queue"), row.getLong("ready"), row.getLong("running"),
              row.getLong("delayed"), Duration.ofMillis(Math.max(0, row.getLong("oldest")))));
        }
      }
      return queues;
    }
  }
}
