package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Ending;
import dev.sluice.core.store.Recovery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings back what lost its lease and what has come due. */
final class Recoveries {
  private record Abandoned(LeaseToken token, String owner) {}

  private final Connection connection;
  private final Endings endings;

  Recoveries(Connection connection, EventTable events) {
    this.connection = connection;
    this.endings = new Endings(connection, events);
  }

  Recovery recover(int limit) throws SQLException {
    List<Abandoned> abandoned = abandoned(limit);
    int lost = 0;
    int failed = 0;
    if (!abandoned.isEmpty()) {
      Map<IdempotencyKey, Endings.Held> held = endings.lockRuns(abandoned.stream().map(row -> row.token().key()).toList());
      Lanes.lockAll(connection, abandoned.stream().map(row -> row.token().key().runId()).toList());
      Set<LeaseToken> expired = stillAbandoned(abandoned);
      List<Endings.Ended> ended = new ArrayList<>();
      for (Abandoned row : abandoned) {
        Endings.Held rights = held.get(row.token().key());
        if (rights != null && expired.contains(row.token())) {
          Ending ending = Ending.ofLostLease(row.owner(), row.token().attempt(), rights.maxAttempts(), rights.cancelRequested());
          ended.add(new Endings.Ended(row.token(), row.owner(), ending, true, false));
        }
      }
      Set<LeaseToken> written = endings.write(ended);
      endings.settlement().finish();
      for (Endings.Ended row : ended) {
        if (written.contains(row.token())) {
          failed += row.ending().next() == OpState.FAILED ? 1 : 0;
          lost += row.ending().next() == OpState.FAILED ? 0 : 1;
        }
      }
    }
    return new Recovery(lost, failed, due(limit));
  }

  private List<Abandoned> abandoned(int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select run_id, op_key, attempt, lease_owner from op_execution
        where state = 'RUNNING' and lease_expires_at <= platform_time()
        order by lease_expires_at limit ?""")) {
      statement.setInt(1, limit);
      List<Abandoned> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(new Abandoned(new LeaseToken(Rows.key(row), row.getInt("attempt")), row.getString("lease_owner")));
        }
      }
      return rows;
    }
  }

  /** Locks those whose lease is still run out: a heartbeat may have come in between, or another recovery. */
  private Set<LeaseToken> stillAbandoned(List<Abandoned> abandoned) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.run_id, o.op_key, o.attempt
        from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key and o.attempt = t.attempt
        where o.state = 'RUNNING' and o.lease_expires_at <= platform_time()
        for no key update of o skip locked""")) {
      new Batch(statement).keys(abandoned, row -> row.token().key()).integers(abandoned, row -> row.token().attempt());
      Set<LeaseToken> expired = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          expired.add(new LeaseToken(Rows.key(row), row.getInt("attempt")));
        }
      }
      return expired;
    }
  }

  private int due(int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with due as (
          select run_id, op_key from op_execution
          where state = 'PENDING' and not ready and not_before <= platform_time() and not (awaiting and child is not null)
          order by not_before limit ?
          for no key update skip locked)
        update op_execution o set ready = true, ready_since = platform_time(), not_before = null
        from due d where o.run_id = d.run_id and o.op_key = d.op_key""")) {
      statement.setInt(1, limit);
      return statement.executeUpdate();
    }
  }
}
