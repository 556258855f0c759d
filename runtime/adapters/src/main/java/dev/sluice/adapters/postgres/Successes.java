package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way that nearly every attempt takes to its end: a success of the current attempt, in a run that nobody has called off. One
 * statement writes the outputs, the events, and the runs that are thereby done. Whatever does not fit this description is left as it
 * is, for {@link Endings} to decide.
 */
final class Successes {
  private static final String COMMIT = """
      with held as materialized (
        select run_id, cancel_requested from job_run
        where run_id = any (?)
        order by run_id
        for no key update),
      ended as (
        update op_execution o
        set state = 'SUCCEEDED', lease_owner = null, lease_expires_at = null, output = g.output,
            published_at = case when g.message_gone then null else o.published_at end
        from unnest(?::uuid[], ?::text[], ?::int[], ?::bool[], ?::text[], ?::text[])
          as g (run_id, op_key, attempt, message_gone, output, detail)
        join held h on h.run_id = g.run_id and not h.cancel_requested
        where o.run_id = g.run_id and o.op_key = g.op_key and o.state = 'RUNNING' and o.attempt = g.attempt and o.lease_owner = ?
        returning o.run_id, o.op_key, o.attempt, o.downstream, o.limited, o.watched, o.slot_group, g.detail),
      counted as (
        update job_run r
        set open_ops = r.open_ops - d.done,
            finished_at = case when r.open_ops = d.done then platform_time() end,
            status = (case
              when r.open_ops > d.done then 'PENDING'
              when r.failed_ops > 0 then 'FAILED'
              when r.forgiven_ops > 0 and not exists (
                select from ended e where e.run_id = r.run_id and e.op_key = r.output_op
                union all
                select from op_execution u where u.run_id = r.run_id and u.op_key = r.output_op and u.state = 'SUCCEEDED') then 'FAILED'
              when r.stopped_ops > 0 then 'CANCELED'
              else 'SUCCEEDED' end)::run_status
        from (select run_id, count(*)::int as done from ended group by run_id) d
        where r.run_id = d.run_id
        returning r.run_id, r.open_ops, r.status, r.awaited, r.parent_run),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select e.run_id, e.op_key, e.type, e.attempt, platform_time(), ?, e.detail
        from (
          select 1 as place, run_id, op_key, 'OP_SUCCEEDED' as type, attempt, detail from ended
          union all
          select 2, run_id, null, 'RUN_' || status, 0, null from counted where open_ops = 0) e
        order by e.place)
      select e.run_id, e.op_key, e.attempt, e.downstream, e.limited, e.watched, e.slot_group is not null as holds_slot, notices,
             exists (select from counted c where c.run_id = e.run_id and c.open_ops = 0 and c.parent_run is not null) as ends_child
      from ended e
      cross join (select count("""
      + Notices.ANNOUNCE_END + ") as notices from counted where open_ops = 0 and awaited) as announced";

  /**
   * What was written.
   *
   * @param downstream keys of the ops downstream of each attempt
   * @param limited op executions that may have a place in a lane
   * @param holders op executions that hold a slot of their concurrency key
   * @param watched op executions downstream, some of which have a trigger
   * @param children sub-jobs that have ended with this
   */
  record Written(Map<LeaseToken, List<String>> downstream, List<IdempotencyKey> limited, List<IdempotencyKey> holders,
      List<IdempotencyKey> watched, Set<RunId> children) {
    static final Written NOTHING = new Written(Map.of(), List.of(), List.of(), List.of(), Set.of());
  }

  private final Connection connection;
  private final String worker;

  Successes(Connection connection, String worker) {
    this.connection = connection;
    this.worker = worker;
  }

  private static String output(Attempt attempt) {
    return ((ExecutionResult.Success) attempt.result()).output();
  }

  private static boolean isPlain(Attempt attempt) {
    return attempt.result() instanceof ExecutionResult.Success success && success.steering().isNone();
  }

  /** Commits what it can. */
  Written write(List<Attempt> attempts) throws SQLException {
    List<Attempt> successes = attempts.stream().filter(Successes::isPlain).toList();
    if (successes.isEmpty()) {
      return Written.NOTHING;
    }
    try (PreparedStatement statement = connection.prepareStatement(COMMIT)) {
      new Batch(statement)
          // Those of the other attempts too, and those called off: all that this transaction locks is locked here, in one order.
          .uuids(new HashSet<>(attempts.stream().map(attempt -> attempt.token().key().runId()).toList()), run -> run)
          .keys(successes, attempt -> attempt.token().key())
          .integers(successes, attempt -> attempt.token().attempt())
          .booleans(successes, Attempt::holdsMessage)
          .texts(successes, Successes::output)
          .texts(successes, attempt -> EventDetails.committed(output(attempt)))
          .text(worker)
          .text(worker);
      Map<LeaseToken, List<String>> downstream = new HashMap<>();
      List<IdempotencyKey> limited = new ArrayList<>();
      List<IdempotencyKey> holders = new ArrayList<>();
      List<IdempotencyKey> watched = new ArrayList<>();
      Set<RunId> children = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          IdempotencyKey key = Rows.key(row);
          List<String> next = Rows.texts(row, "downstream");
          downstream.put(new LeaseToken(key, row.getInt("attempt")), next);
          if (row.getBoolean("watched")) {
            next.forEach(op -> watched.add(new IdempotencyKey(key.runId(), op)));
          }
          if (row.getBoolean("ends_child")) {
            children.add(key.runId());
          }
          if (row.getBoolean("limited")) {
            limited.add(key);
          }
          if (row.getBoolean("holds_slot")) {
            holders.add(key);
          }
        }
      }
      return new Written(downstream, limited, holders, watched, children);
    }
  }
}
