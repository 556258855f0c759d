package dev.sluice.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Who holds leases, and an end to those whose owner is no more. Rows that somebody holds at this moment are passed over. */
final class LeaseOwners {
  private final Connection connection;

  LeaseOwners(Connection connection) {
    this.connection = connection;
  }

  List<String> first(int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select lease_owner from op_execution
        where state = 'RUNNING' and lease_expires_at > platform_time()
        group by lease_owner order by min(lease_expires_at) limit ?""")) {
      statement.setInt(1, limit);
      List<String> owners = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          owners.add(row.getString("lease_owner"));
        }
      }
      return owners;
    }
  }

  int expire(Collection<String> owners) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with held as (
          select run_id, op_key from op_execution
          where state = 'RUNNING' and lease_expires_at > platform_time() and lease_owner = any (?)
          for no key update skip locked)
        update op_execution o set lease_expires_at = platform_time()
        from held h where o.run_id = h.run_id and o.op_key = h.op_key""")) {
      new Batch(statement).texts(owners, owner -> owner);
      return statement.executeUpdate();
    }
  }
}
