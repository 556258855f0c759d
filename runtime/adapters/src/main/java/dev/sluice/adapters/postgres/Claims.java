package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Claim;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Step 3 of the protocol: PENDING becomes RUNNING under a new attempt. */
final class Claims {
  /**
   * The best of the backlog and then attempts whose lease has run out become RUNNING, and the history says so, in one statement. The
   * outputs of what is upstream are read along: they are committed, or an op would not be ready.
   */
  private static final String LEASE = """
      with best as (
        select run_id, op_key, null::text as lost_owner from op_execution
        where queue = ? and ready
        order by priority desc, ordinal
        limit ?
        for no key update skip locked),
      expired as (
        select e.run_id, e.op_key, e.lease_owner as lost_owner
        from op_execution e join job_run c on c.run_id = e.run_id
        where e.state = 'RUNNING' and e.lease_expires_at <= platform_time() and e.queue = ? and e.attempt < e.max_attempts
          and not c.cancel_requested
        order by e.lease_expires_at
        limit (select ? - count(*) from best)
        for no key update of e skip locked
        for share of c skip locked),
      leased as (
        update op_execution o
        set state = 'RUNNING', ready = false, ready_since = null, not_before = null, attempt = o.attempt + 1,
            lease_owner = ?, lease_expires_at = platform_time() + ? * interval '1 millisecond'
        from (select * from best union all select * from expired) b join job_run r using (run_id)
        where o.run_id = b.run_id and o.op_key = b.op_key
        returning o.run_id, o.op_key, o.ordinal, o.queue, o.priority, o.attempt, o.max_attempts, o.lease_expires_at, b.lost_owner,
                  r.job_name, r.job_version, r.input, r.tags::text as tags,
                  case when o.upstream <> '{}' then (
                    select json_object_agg(u.op_key, u.output)::text from op_execution u
                    where u.run_id = o.run_id and u.op_key = any (o.upstream) and u.state = 'SUCCEEDED') end as outputs,
                  case when o.upstream <> '{}' then (
                    select '{"inputs":"' || payload_digest(string_agg(
                      u.op_key || '=' || payload_digest(u.output) || chr(10), '' order by u.op_key collate "C")) || '"}'
                    from op_execution u
                    where u.run_id = o.run_id and u.op_key = any (o.upstream) and u.state = 'SUCCEEDED') end as inputs),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select e.run_id, e.op_key, e.type, e.attempt, platform_time(), ?, e.detail
        from (
          select run_id, op_key, priority, ordinal, 1 as place, 'OP_LEASE_LOST' as type, attempt - 1 as attempt, lost_owner as detail
          from leased where lost_owner is not null
          union all
          select run_id, op_key, priority, ordinal, 2, 'OP_LEASED', attempt, inputs from leased) e
        order by e.priority desc, e.ordinal, e.place)
      select * from leased order by priority desc, ordinal""";

  private final Connection connection;

  Claims(Connection connection) {
    this.connection = connection;
  }

  /** Leases the best of the backlog, then attempts whose lease has run out, best first. */
  List<Lease> take(Claim claim) throws SQLException {
    if (claim.slots() == 0) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(LEASE)) {
      new Batch(statement)
          .text(claim.queue())
          .integer(claim.slots())
          .text(claim.queue())
          .integer(claim.slots())
          .text(claim.worker())
          .bigint(claim.lease().toMillis())
          .text(claim.worker());
      List<Lease> leases = new ArrayList<>(claim.slots());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          leases.add(lease(row));
        }
      }
      return leases;
    }
  }

  private static Lease lease(ResultSet row) throws SQLException {
    String outputs = row.getString("outputs");
    return new Lease(new LeaseToken(Rows.key(row), row.getInt("attempt")), row.getString("job_name"), row.getString("job_version"),
        row.getString("queue"), row.getInt("priority"), row.getInt("max_attempts"),
        Objects.requireNonNull(Rows.instant(row, "lease_expires_at")), row.getString("input"),
        outputs == null ? Map.of() : Rows.map(outputs), Rows.map(row.getString("tags")));
  }
}
