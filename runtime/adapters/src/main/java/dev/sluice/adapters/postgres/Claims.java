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
  /** The best of the backlog. */
  private static final String BEST = """
      with best as (
        select run_id, op_key, null::text as lost_owner from op_execution
        where queue = ? and ready
        order by priority desc, rank, ordinal
        limit ?
        for no key update skip locked),
      """;

  /**
   * The same with the share against starvation: some of the slots go to the heads of all priority levels by their age. Each level is
   * found by one step in the index, so a backlog of one priority costs two.
   */
  private static final String AGED_AND_BEST = """
      with recursive level as (
        (select o.priority from op_execution o where o.queue = ? and o.ready order by o.priority desc limit 1)
        union all
        select (
          select o.priority from op_execution o
          where o.queue = ? and o.ready and o.priority < l.priority
          order by o.priority desc limit 1)
        from level l where l.priority is not null),
      aged as materialized (
        select o.run_id, o.op_key
        from (
          select h.run_id, h.op_key
          from level l
          cross join lateral (
            select o.run_id, o.op_key, o.ordinal from op_execution o
            where o.queue = ? and o.ready and o.priority = l.priority
            order by o.rank, o.ordinal
            limit ?) h
          where l.priority is not null
          order by h.ordinal
          limit ?) a
        join op_execution o on o.run_id = a.run_id and o.op_key = a.op_key
        where o.ready
        for no key update of o skip locked),
      better as materialized (
        select o.run_id, o.op_key from op_execution o
        where o.queue = ? and o.ready and not exists (select 1 from aged a where a.run_id = o.run_id and a.op_key = o.op_key)
        order by o.priority desc, o.rank, o.ordinal
        limit ? - (select count(*) from aged)
        for no key update of o skip locked),
      best as (
        select run_id, op_key, null::text as lost_owner from aged
        union all
        select run_id, op_key, null from better),
      """;

  /**
   * The best of the backlog and then attempts whose lease has run out become RUNNING, and the history says so, in one statement. The
   * outputs of what is upstream are read along: they are committed, or an op would not be ready.
   */
  private static final String LEASE = """
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
        returning o.run_id, o.op_key, o.rank, o.ordinal, o.queue, o.priority, o.attempt, o.max_attempts,
                  o.lease_expires_at, b.lost_owner,
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
          select run_id, op_key, priority, rank, ordinal, 1 as place, 'OP_LEASE_LOST' as type, attempt - 1 as attempt,
                 lost_owner as detail
          from leased where lost_owner is not null
          union all
          select run_id, op_key, priority, rank, ordinal, 2, 'OP_LEASED', attempt, inputs from leased) e
        order by e.priority desc, e.rank, e.ordinal, e.place)
      select * from leased order by priority desc, rank, ordinal""";

  private static final String TAKE_BEST = BEST + LEASE;
  private static final String TAKE_AGED_AND_BEST = AGED_AND_BEST + LEASE;

  private final Connection connection;

  Claims(Connection connection) {
    this.connection = connection;
  }

  /** Leases the best of the backlog, then attempts whose lease has run out, best first. */
  List<Lease> take(Claim claim) throws SQLException {
    if (claim.slots() == 0) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(claim.aged() == 0 ? TAKE_BEST : TAKE_AGED_AND_BEST)) {
      Batch batch = new Batch(statement);
      if (claim.aged() > 0) {
        batch.text(claim.queue()).text(claim.queue()).text(claim.queue()).integer(claim.aged()).integer(claim.aged());
      }
      batch
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
