package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.IdempotencyKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** WAITING op executions that wait for less than before: those that wait for nothing become PENDING, limited ones by their admission. */
final class Releases {
  /** What becomes of an op execution {@code o} for which {@code d.done} things are done that it waited for. */
  static final String LET_GO = letGo("false");

  /** Op executions {@code freed} that were let go, as the history tells it. */
  static final String TOLD = """
      select run_id, op_key, 'OP_READY' as type, 0 as attempt, case when not ready and state = 'PENDING' then '%s' end as detail, ordinal
      from freed where state <> 'WAITING'
      """.formatted(EventDetails.READY_LATER);

  private static final String COUNT = "with freed as (update op_execution o\n" + LET_GO + """
        from unnest(?::uuid[], ?::text[], ?::int[]) as d (run_id, op_key, done)
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING'
        returning o.run_id, o.op_key, o.ordinal, o.state, o.ready, o.queue, o.limited, o.waiting_on),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select e.run_id, e.op_key, e.type, e.attempt, platform_time(), ?, e.detail from (
      """ + TOLD + """
        ) e order by e.ordinal)
      select distinct queue, null::uuid as run_id, null as op_key from freed where ready
      union all
      select queue, run_id, op_key from freed where limited and waiting_on = 1""";

  private final Connection connection;
  private final EventTable events;

  Releases(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** The same, but that what waits for nothing any more and fits this condition is RUNNING at once. */
  static String letGo(String leased) {
    return """
        set waiting_on = o.waiting_on - d.done,
            state = (case when o.waiting_on <> d.done then 'WAITING' when %1$s then 'RUNNING' else 'PENDING' end)::op_state,
            ready = o.waiting_on = d.done and (not o.pauses or o.signal is not null) and not %1$s,
            ready_since = case when o.waiting_on = d.done and (not o.pauses or o.signal is not null) and not %1$s then platform_time() end,
            awaiting = o.waiting_on = d.done and o.for_signal and o.signal is null,
            not_before = case when o.waiting_on = d.done and o.pauses and o.signal is null then platform_time() + o.pause
              when not %1$s then o.not_before end
        """.formatted(leased);
  }

  /**
   * Counts what each op execution no longer waits for, and admits those that wait for nothing else.
   *
   * @param done how many things less, by op execution
   * @return queues that got something ready
   */
  Set<String> release(Map<IdempotencyKey, Integer> done) throws SQLException {
    List<IdempotencyKey> admissible = new ArrayList<>();
    Set<String> queues = new HashSet<>(count(done, admissible));
    queues.addAll(new Admissions(connection, events.actor()).admit(admissible));
    return queues;
  }

  /** The same, but that those that are left to be admitted are only added to a list. */
  Set<String> count(Map<IdempotencyKey, Integer> done, Collection<IdempotencyKey> admissible) throws SQLException {
    if (done.isEmpty()) {
      return Set.of();
    }
    events.flush(); // what made them ready comes first
    Set<String> queues = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      List<Map.Entry<IdempotencyKey, Integer>> rows = List.copyOf(done.entrySet());
      new Batch(statement).keys(rows, Map.Entry::getKey).integers(rows, Map.Entry::getValue).text(events.actor());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getString("op_key") == null) {
            queues.add(row.getString("queue"));
          } else {
            admissible.add(Rows.key(row));
          }
        }
      }
    }
    return queues;
  }
}
