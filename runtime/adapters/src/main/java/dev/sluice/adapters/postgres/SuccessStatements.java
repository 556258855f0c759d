package dev.sluice.adapters.postgres;

/**
 * The SQL of {@link Successes}. What a statement would do for nobody is left out of it, since each part is set up all the same. The state
 * is compared as text where op executions are found by their keys, here and elsewhere: else statistics of an idle moment, when nothing
 * is leased, make the planner find them through the index of leases (decision 4).
 */
final class SuccessStatements {
  /** A statement of its own, so that the next one sees all that was done to these runs before they were locked. */
  static final String LOCK = "select run_id from job_run where run_id = any (?) order by run_id for no key update";

  /** Slots of which the caller does not know are left to {@link Settlement}, since nobody would be woken for them. */
  private static final String STAYS_IN_ITS_RUN = """
       and not o.limited and not o.watched and (o.slot_group is null or o.concurrency = g.slot_of)
      """;
  private static final String NOTHING_DOWNSTREAM = STAYS_IN_ITS_RUN + " and h.parent_run is null and o.downstream = '{}'\n";
  /** A run does not end, for its parent to know, while something downstream waits. */
  static final String ONLY_PLAIN_DOWNSTREAM = STAYS_IN_ITS_RUN + """
       and (h.parent_run is null or exists (
        select from op_execution x where x.run_id = o.run_id and x.op_key = any (o.downstream) and x.state = 'WAITING'))
       and (o.downstream = '{}' or not exists (
        select from op_execution x where x.run_id = o.run_id and x.op_key = any (o.downstream) and x.limited))
      """;

  private static final String FREED = "freed as (update op_execution o\n" + Releases.LET_GO + """
        from (
          select e.run_id, n.op_key, count(*)::int as done from ended e cross join unnest(e.downstream) as n (op_key)
          group by e.run_id, n.op_key) d
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING' and o.trigger is null
        returning o.run_id, o.op_key, o.ordinal, o.state, o.ready, o.queue, o.limited, o.waiting_on),
      """;
  private static final String GIVEN_BACK =
      Slots.GIVE_BACK.formatted("select concurrency, slot_group from ended where slot_group is not null") + ",\n";

  static final String TELL_SUCCESS = "select 1, run_id, op_key, 'OP_SUCCEEDED', attempt, detail, 0 from ended";
  static final String TELL_FREED = "select 2, t.* from (" + Releases.TOLD + ") t";
  static final String TELL_END = "select 3, run_id, null, 'RUN_' || status, 0, null, 0 from counted where open_ops = 0";

  /** Every success, whatever follows. */
  static final String ALL = commit("", true, false);
  /** Those only of which nothing follows but what is downstream: no place in a lane, no slot, no trigger, no admission and no parent. */
  static final String SIMPLE = commit(ONLY_PLAIN_DOWNSTREAM, true, false);
  /** Those only of which nothing follows at all. */
  static final String LAST = commit(NOTHING_DOWNSTREAM, false, false);
  /** The same two where some hold slots, which are given back. */
  static final String SIMPLE_WITH_SLOTS = commit(ONLY_PLAIN_DOWNSTREAM, true, true);
  static final String LAST_WITH_SLOTS = commit(NOTHING_DOWNSTREAM, false, true);

  /**
   * What {@link #SIMPLE} does to the rows of the op executions themselves, before anything of their runs is locked. An op with a trigger
   * may run beside a map that it is downstream of, whose end writes that row under the lock of the run. Where an attempt is left, all are.
   */
  static final String SIBLINGS =
      "with " + ended(ONLY_PLAIN_DOWNSTREAM + " and o.trigger is null\n", "") + told(TELL_SUCCESS)
      + " select conflicts_with_others(count(*) < ?) from ended";
  /**
   * The rest of it, for the runs that are locked now: what is downstream, the count, the end. It finds what was ended by whose version of
   * the row it is, attempt by attempt: a group may hold another one at the same op. A run that was called off in the meantime takes all
   * of it back (I6), and so does one that ends with this after all and has a parent.
   */
  static final String COUNT_SIBLINGS = """
      with ended as (
        select o.run_id, o.op_key, o.attempt, o.downstream, o.limited, o.watched, o.slot_group
        from unnest(?::uuid[], ?::text[], ?::int[]) as g (run_id, op_key, attempt)
        join op_execution o on o.run_id = g.run_id and o.op_key = g.op_key and o.attempt = g.attempt
          and o.xmin = pg_current_xact_id()::xid),
      """ + FREED + counted("""
           and not conflicts_with_cancel(r.cancel_requested and r.run_id = d.run_id) -- a plan may ask of all runs
           and not conflicts_with_others(r.parent_run is not null and r.open_ops = d.done and r.run_id = d.run_id)
      """, "")
      + told(TELL_FREED, TELL_END) + result(true, false);

  private SuccessStatements() {}

  private static String commit(String guard, boolean frees, boolean givesBack) {
    return "with " + ended(guard, "") + (frees ? FREED : "") + (givesBack ? GIVEN_BACK : "") + counted("", "")
        + (frees ? told(TELL_SUCCESS, TELL_FREED, TELL_END) : told(TELL_SUCCESS, TELL_END)) + result(frees, givesBack);
  }

  // more: columns to go on with
  static String ended(String guard, String more) {
    return """
        ended as (
          update op_execution o
          set state = 'SUCCEEDED', lease_owner = null, lease_expires_at = null, output = g.output,
              published_at = case when g.message_gone then null else o.published_at end
          from unnest(?::uuid[], ?::text[], ?::int[], ?::bool[], ?::text[], ?::text[], ?::text[])
            as g (run_id, op_key, attempt, message_gone, output, detail, slot_of)
          join job_run h on h.run_id = g.run_id and not h.cancel_requested
          where o.run_id = g.run_id and o.op_key = g.op_key and o.state::text = 'RUNNING' and o.attempt = g.attempt and o.lease_owner = ?
        """ + guard + """
          returning o.run_id, o.op_key, o.attempt, o.downstream, o.limited, o.watched, o.concurrency, o.slot_group, g.detail
        """ + more + "),\n";
  }

  // more: columns to go on with
  static String counted(String guard, String more) {
    return """
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
        """ + guard + """
          returning r.run_id, r.open_ops, r.status, r.awaited, r.parent_run
        """ + more + "),\n";
  }

  static String told(String... events) {
    return """
        told as (
          insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
          select e.run_id, e.op_key, e.type, e.attempt, platform_time(), ?, e.detail
          from (
        """ + String.join(" union all ", events) + """
          ) e (place, run_id, op_key, type, attempt, detail, ordinal)
          order by e.place, e.ordinal)
        """;
  }

  /** A row for each op execution that was ended, and then one for each queue with something ready and each op to be admitted. */
  private static String result(boolean frees, boolean givesBack) {
    return """
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
}
