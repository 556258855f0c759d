package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The way that nearly every attempt takes to its end: a success of the current attempt, in a run that nobody has called off. One
 * statement writes the outputs, lets go what is downstream, and writes the events and the runs that are thereby done. Whatever does not
 * fit this description is left as it is, for {@link Endings} to decide.
 */
final class Successes {
  /** A statement of its own, so that the next one sees all that was done to these runs before they were locked. */
  private static final String LOCK = "select run_id from job_run where run_id = any (?) order by run_id for no key update";

  private static final String FREED = "freed as (update op_execution o\n" + Releases.LET_GO + """
        from (
          select e.run_id, n.op_key, count(*)::int as done from ended e cross join unnest(e.downstream) as n (op_key)
          group by e.run_id, n.op_key) d
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING' and o.trigger is null
        returning o.run_id, o.op_key, o.ordinal, o.state, o.ready, o.queue, o.limited, o.waiting_on),
      """;
  /** Slots of which the caller does not know are left to {@link Settlement}, since nobody would be woken for them. */
  private static final String STAYS_IN_ITS_RUN = """
       and h.parent_run is null and not o.limited and not o.watched and (o.slot_group is null or o.concurrency = g.slot_of)
      """;
  private static final String GIVEN_BACK =
      Slots.GIVE_BACK.formatted("select concurrency, slot_group from ended where slot_group is not null") + ",\n";
  private static final String NOTHING_DOWNSTREAM = STAYS_IN_ITS_RUN + " and o.downstream = '{}'\n";
  private static final String ONLY_PLAIN_DOWNSTREAM = STAYS_IN_ITS_RUN + """
       and (o.downstream = '{}' or not exists (
        select from op_execution x where x.run_id = o.run_id and x.op_key = any (o.downstream) and x.limited))
      """;

  private static final String ALL = commit("", true, false);
  /** Those only of which nothing follows but what is downstream: no place in a lane, no slot, no trigger, no admission and no parent. */
  private static final String SIMPLE = commit(ONLY_PLAIN_DOWNSTREAM, true, false);
  /** Those only of which nothing follows at all. */
  private static final String LAST = commit(NOTHING_DOWNSTREAM, false, false);
  /** The same two where some hold slots, which are given back. */
  private static final String SIMPLE_WITH_SLOTS = commit(ONLY_PLAIN_DOWNSTREAM, true, true);
  private static final String LAST_WITH_SLOTS = commit(NOTHING_DOWNSTREAM, false, true);

  /**
   * What was written.
   *
   * @param committed the attempts
   * @param freedQueues queues of the op executions that became ready
   * @param admissible op executions that wait for nothing but to be admitted
   * @param limited op executions that may have a place in a lane
   * @param holders op executions that hold a slot of their concurrency key still
   * @param watched op executions downstream, some of which have a trigger
   * @param children sub-jobs that have ended with this
   */
  record Written(Set<LeaseToken> committed, Set<String> freedQueues, List<IdempotencyKey> admissible, List<IdempotencyKey> limited,
      List<IdempotencyKey> holders, List<IdempotencyKey> watched, Set<RunId> children) {
    private Written() {
      this(new HashSet<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashSet<>());
    }

    private void read(ResultSet row) throws SQLException {
      while (row.next()) {
        String queue = row.getString("queue");
        if (queue == null) {
          readEnded(row, Rows.key(row));
        } else if (row.getBoolean("limited")) {
          admissible.add(Rows.key(row));
        } else {
          freedQueues.add(queue);
        }
      }
    }

    private void readEnded(ResultSet row, IdempotencyKey key) throws SQLException {
      committed.add(new LeaseToken(key, row.getInt("attempt")));
      if (row.getObject("watched") != null) {
        Rows.texts(row, "watched").forEach(op -> watched.add(new IdempotencyKey(key.runId(), op)));
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

  private final String worker;

  Successes(String worker) {
    this.worker = worker;
  }

  /**
   * Everything is written by one statement; what a part of it would do for nobody is left out, since each part is set up all the same. The
   * state is compared as text where op executions are found by their keys, here and elsewhere: else statistics of an idle moment, when
   * nothing is leased, make the planner find them through the index of leases (decision 4).
   */
  private static String commit(String guard, boolean frees, boolean givesBack) {
    return """
        with ended as (
          update op_execution o
          set state = 'SUCCEEDED', lease_owner = null, lease_expires_at = null, output = g.output,
              published_at = case when g.message_gone then null else o.published_at end
          from unnest(?::uuid[], ?::text[], ?::int[], ?::bool[], ?::text[], ?::text[], ?::text[])
            as g (run_id, op_key, attempt, message_gone, output, detail, slot_of)
          join job_run h on h.run_id = g.run_id and not h.cancel_requested
          where o.run_id = g.run_id and o.op_key = g.op_key and o.state::text = 'RUNNING' and o.attempt = g.attempt and o.lease_owner = ?
        """ + guard + """
          returning o.run_id, o.op_key, o.attempt, o.downstream, o.limited, o.watched, o.concurrency, o.slot_group, g.detail),
        """ + (frees ? FREED : "") + (givesBack ? GIVEN_BACK : "") + """
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
            select 1 as place, run_id, op_key, 'OP_SUCCEEDED' as type, attempt, detail, 0 as ordinal from ended
        """ + (frees ? " union all select 2, t.* from (" + Releases.TOLD + ") t" : "") + """
            union all
            select 3, run_id, null, 'RUN_' || status, 0, null, 0 from counted where open_ops = 0) e
          order by e.place, e.ordinal)
        select e.run_id, e.op_key, e.attempt, case when e.watched then e.downstream end as watched, e.limited,
        """ + (givesBack ? "false" : "e.slot_group is not null") + """
           as holds_slot, null as queue,
               e.run_id in (select run_id from counted where open_ops = 0 and parent_run is not null) as ends_child, (select count(
        """ + Notices.ANNOUNCE_END + """
          ) from counted where open_ops = 0 and awaited) as notices
        from ended e""" + (frees ? """

        union all
        select null, null, 0, null, false, false, queue, false, 0 from freed where ready group by queue
        union all
        select run_id, op_key, 0, null, true, false, queue, false, 0 from freed where limited and waiting_on = 1""" : "");
  }

  private static String output(Attempt attempt) {
    return ((ExecutionResult.Success) attempt.result()).output();
  }

  /** Tells whether this is the end of an attempt that is written here. */
  static boolean isPlain(Attempt attempt) {
    return attempt.result() instanceof ExecutionResult.Success success && success.steering().isNone();
  }

  /** Commits what it can, all of it within the caller's transaction. */
  Written write(Connection connection, List<Attempt> attempts) throws SQLException {
    List<Attempt> successes = attempts.stream().filter(Successes::isPlain).toList();
    if (successes.isEmpty()) {
      return new Written();
    }
    Pipeline pipeline = new Pipeline(connection);
    Written written = add(pipeline, ALL, attempts, successes);
    pipeline.run();
    return written;
  }

  /** Adds the commit of those that need nothing more; what is returned is filled when the pipeline runs. */
  Written addSimple(Pipeline pipeline, List<Attempt> successes) {
    boolean areLast = successes.stream().allMatch(attempt -> attempt.consequence().reach() == Consequence.Reach.NONE);
    Map<String, Long> released = successes.stream().flatMap(attempt -> Optional.ofNullable(attempt.consequence().slotOf()).stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    if (released.isEmpty()) {
      return add(pipeline, areLast ? LAST : SIMPLE, successes, successes);
    }
    Written written = add(pipeline, areLast ? LAST_WITH_SLOTS : SIMPLE_WITH_SLOTS, successes, successes);
    Slots.wake(pipeline, released, written.freedQueues());
    return written;
  }

  private Written add(Pipeline pipeline, String sql, List<Attempt> attempts, List<Attempt> successes) {
    Written written = new Written();
    // The runs of the other attempts too: all that this transaction locks is locked here, in one order.
    Set<RunId> runs = new HashSet<>(attempts.stream().map(attempt -> attempt.token().key().runId()).toList());
    pipeline.add(LOCK, batch -> batch.uuids(runs, run -> run), row -> { });
    pipeline.add(sql, batch -> batch
        .keys(successes, attempt -> attempt.token().key())
        .integers(successes, attempt -> attempt.token().attempt())
        .booleans(successes, Attempt::holdsMessage)
        .texts(successes, Successes::output)
        .texts(successes, attempt -> EventDetails.committed(output(attempt)))
        .texts(successes, attempt -> attempt.consequence().slotOf())
        .text(worker)
        .text(worker), written::read);
    return written;
  }
}
