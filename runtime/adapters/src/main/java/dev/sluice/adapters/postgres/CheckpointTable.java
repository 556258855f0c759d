package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** op_checkpoint: where the next attempt at an op goes on from. */
final class CheckpointTable {
  private final Connection connection;

  CheckpointTable(Connection connection) {
    this.connection = connection;
  }

  /**
   * Keeps a checkpoint if the attempt is the current one of this owner; the lock keeps it so until the commit. It extends the lease too,
   * since a heartbeat passes over the row meanwhile.
   */
  boolean save(String worker, LeaseToken attempt, String payload, Duration lease) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with held as (
          update op_execution set lease_expires_at = greatest(lease_expires_at, platform_time() + ? * interval '1 millisecond')
          where run_id = ? and op_key = ? and attempt = ? and state::text = 'RUNNING' and lease_owner = ?
          returning run_id, op_key, attempt)
        insert into op_checkpoint (run_id, op_key, attempt, payload, at)
        select run_id, op_key, attempt, ?, platform_time() from held
        on conflict (run_id, op_key) do update set attempt = excluded.attempt, payload = excluded.payload, at = excluded.at""")) {
      statement.setLong(1, lease.toMillis());
      statement.setObject(2, attempt.key().runId().value());
      statement.setString(3, attempt.key().opKey());
      statement.setInt(4, attempt.attempt());
      statement.setString(5, worker);
      statement.setString(6, payload);
      return statement.executeUpdate() > 0;
    }
  }

  Optional<String> last(IdempotencyKey key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select payload from op_checkpoint where run_id = ? and op_key = ?")) {
      statement.setObject(1, key.runId().value());
      statement.setString(2, key.opKey());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString("payload")) : Optional.empty();
      }
    }
  }
}
