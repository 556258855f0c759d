package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** op_limit: what the op executions of new runs wait for besides their upstream. */
final class Limitations {
  /** An op execution to be. */
  record Planned(RunId runId, OpPlan plan) {
    IdempotencyKey key() {
      return new IdempotencyKey(runId, plan.opKey());
    }

    Limits limits() {
      return plan.limits();
    }
  }

  private final Connection connection;

  Limitations(Connection connection) {
    this.connection = connection;
  }

  /** Notes what the limited ones of these new op executions wait for; returns those that wait for nothing but to be admitted. */
  List<IdempotencyKey> enter(List<Planned> planned) throws SQLException {
    new Slots(connection).make(planned);
    List<Planned> limited = planned.stream().filter(op -> op.plan().isLimited()).toList();
    if (limited.isEmpty()) {
      return List.of();
    }
    insert(limited);
    if (limited.stream().anyMatch(op -> op.plan().orderingKey() != null)) {
      queueUp(limited);
    }
    return free(limited);
  }

  private void insert(List<Planned> limited) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into op_limit
          (run_id, op_key, ordinal, queue, priority, lane, rate, spacing, tenant, weight)
        select o.run_id, o.op_key, o.ordinal, o.queue, o.priority, t.lane, t.rate,
               t.spacing * interval '1 microsecond', t.tenant, t.weight
        from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::float8[])
          as t (run_id, op_key, lane, rate, spacing, tenant, weight)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key""")) {
      new Batch(statement)
          .keys(limited, Planned::key)
          .texts(limited, op -> op.plan().orderingKey())
          .texts(limited, op -> op.limits().rate() == null ? null : op.limits().rate().key())
          .longs(limited, op -> op.limits().rate() == null ? 0 : op.limits().rate().spacing().toNanos() / 1_000)
          .texts(limited, op -> op.limits().share() == null ? null : op.limits().share().tenant())
          .doubles(limited, op -> op.limits().share() == null ? 1 : op.limits().share().weight());
      statement.executeUpdate();
    }
  }

  /** Whoever finds somebody before him in his lane has one more to wait for. */
  private void queueUp(List<Planned> limited) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o set waiting_on = o.waiting_on + 1
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key
        where o.run_id = l.run_id and o.op_key = l.op_key
          and exists (select 1 from op_limit b where b.lane = l.lane and b.open and b.ordinal < l.ordinal)""")) {
      new Batch(statement).keys(limited, Planned::key);
      statement.executeUpdate();
    }
  }

  /** Returns those that wait for nothing but to be admitted. */
  private List<IdempotencyKey> free(List<Planned> limited) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.run_id, o.op_key from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key
        where o.waiting_on = 1""")) {
      new Batch(statement).keys(limited, Planned::key);
      List<IdempotencyKey> free = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          free.add(Rows.key(row));
        }
      }
      return free;
    }
  }
}
