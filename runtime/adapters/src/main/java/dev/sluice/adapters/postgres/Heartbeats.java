package dev.sluice.adapters.postgres;

import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.HeartbeatOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps leases alive. Rows that somebody holds at this moment are passed over: those that are being committed need no longer life, and a
 * checkpoint extends the lease itself.
 */
final class Heartbeats {
  private final Connection connection;

  Heartbeats(Connection connection) {
    this.connection = connection;
  }

  HeartbeatOutcome beat(String worker, Collection<LeaseToken> leases, Duration lease) throws SQLException {
    extend(worker, leases, lease);
    Set<LeaseToken> lost = new HashSet<>(leases);
    Set<LeaseToken> canceled = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.run_id, o.op_key, o.attempt, r.cancel_requested
        from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key and o.attempt = t.attempt
          and o.state::text = 'RUNNING' and o.lease_owner = ?
        join job_run r on r.run_id = o.run_id""")) {
      new Batch(statement).keys(leases, LeaseToken::key).integers(leases, LeaseToken::attempt).text(worker);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          LeaseToken held = new LeaseToken(Rows.key(row), row.getInt("attempt"));
          lost.remove(held);
          if (row.getBoolean("cancel_requested")) {
            canceled.add(held);
          }
        }
      }
    }
    return new HeartbeatOutcome(lost, canceled);
  }

  private void extend(String worker, Collection<LeaseToken> leases, Duration lease) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with held as (
          select o.run_id, o.op_key
          from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
          join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key and o.attempt = t.attempt
            and o.state::text = 'RUNNING' and o.lease_owner = ?
          for no key update of o skip locked)
        update op_execution o set lease_expires_at = platform_time() + ? * interval '1 millisecond'
        from held h where o.run_id = h.run_id and o.op_key = h.op_key""")) {
      new Batch(statement).keys(leases, LeaseToken::key).integers(leases, LeaseToken::attempt).text(worker).bigint(lease.toMillis());
      statement.executeUpdate();
    }
  }
}
