package dev.sluice.adapters.postgres;

import dev.sluice.core.store.Claim;
import java.sql.SQLException;

/** The SQL of {@link Claims}: one statement finds what is to be leased, leases it and tells the history. */
final class ClaimStatements {
  /** What the success of {@code o} in run {@code r} may set going ({@link dev.sluice.core.run.Consequence}). */
  static final String REACH = """
      case when o.limited or o.watched or r.parent_run is not null and o.downstream = '{}' then 'BEYOND'
        else case cardinality(o.downstream) when 0 then 'NONE' when 1 then 'NEXT' else 'DOWNSTREAM' end end
      """;
  /** Outputs of the ops {@code u} upstream, and what the history tells of them. */
  static final String GIVEN = """
      json_object_agg(u.op_key, %1$s)::text as outputs,
      '{"inputs":"' || payload_digest(string_agg(
        u.op_key || '=' || payload_digest(%1$s) || chr(10), '' order by u.op_key collate "C")) || '"}' as inputs
      """;

  /** The best of the backlog. */
  private static final String BEST = """
      with best as (
        select run_id, op_key, null::text as lost_owner, concurrency, slots, slot_group, priority, rank, ordinal from op_execution
        where queue = ? and ready
        order by priority desc, rank, ordinal
        limit ?
        for no key update skip locked),
      """;

  /**
   * The same with the share against starvation: some of the slots go to the heads of all priority levels by their age. Each level is
   * found by one step in the index, so a backlog of one priority costs two. Whether those are still ready is asked in a way that no plan
   * can answer through the backlog's index, which it would read from end to end where statistics call the backlog empty.
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
        select o.*
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
        where o.ready::int = 1
        for no key update of o skip locked),
      better as materialized (
        select o.* from op_execution o
        where o.queue = ? and o.ready and not exists (select 1 from aged a where a.run_id = o.run_id and a.op_key = o.op_key)
        order by o.priority desc, o.rank, o.ordinal
        limit ? - (select count(*) from aged)
        for no key update of o skip locked),
      best as (
        select run_id, op_key, null::text as lost_owner, concurrency, slots, slot_group, priority, rank, ordinal from aged
        union all
        select run_id, op_key, null, concurrency, slots, slot_group, priority, rank, ordinal from better),
      """;

  /**
   * Those of the best that have a concurrency key take slots of it, best first: of groups in which this transaction has given some back,
   * which nobody else can change, then of others that nobody holds at this moment. Who finds all slots taken is parked; who finds
   * free ones held waits for the next claim. A slot is found by its place in an array, since joining those who want one with those that
   * are offered, one by one, takes longer than all the rest.
   */
  private static final String SLOTS = """
      placed as materialized (
        select *, case when concurrency is not null and slot_group is null then
          row_number() over (partition by concurrency, slot_group order by priority desc, rank, ordinal) end as turn
        from best),
      needed as materialized (
        select n.concurrency, n.wanted, s.own, s.free, s.width
        from (
          select concurrency, count(*)::int as wanted, max(slots) as slots from placed where turn is not null group by concurrency) n
        cross join lateral (
          select max(g.last - g.first + 1) as width,
                 coalesce(sum(least(g.last, n.slots) - g.first + 1 - g.taken) filter (
                   where g.xmin = pg_current_xact_id()::xid), 0) as own,
                 coalesce(sum(least(g.last, n.slots) - g.first + 1 - g.taken), 0) as free
          from slot_group g
          where g.concurrency = n.concurrency and g.first + g.taken <= least(g.last, n.slots)) s),
      own as materialized (
        select g.concurrency, g.first, g.last, g.taken, n.wanted
        from needed n join slot_group g on g.concurrency = n.concurrency
        where g.taken <= g.last - g.first and g.xmin = pg_current_xact_id()::xid),
      others as materialized (
        select g.*, n.wanted
        from needed n
        cross join lateral (
          select g.concurrency, g.first, g.last, g.taken from slot_group g
          where g.concurrency = n.concurrency and g.taken <= g.last - g.first and g.xmin <> pg_current_xact_id()::xid
          order by g.taken, g.first
          limit case when n.wanted > n.own then (n.wanted - n.own) / n.width + 1 else 0 end
          for no key update skip locked) g),
      offered as materialized (
        select g.concurrency, array_agg(s.number order by s.number) as numbers, array_agg(g.first order by s.number) as groups
        from (select * from own union all select * from others) g
        cross join lateral generate_series(g.first + g.taken, least(g.last, g.first + g.taken + g.wanted - 1)) as s (number)
        group by g.concurrency),
      granted as materialized (
        select p.run_id, p.op_key, p.lost_owner, p.concurrency, p.turn,
               case when p.turn is null then p.slot_group when f.numbers[p.turn] <= p.slots then f.groups[p.turn] end as slot_group
        from placed p left join offered f on f.concurrency = p.concurrency),
      taken as (
        update slot_group g set taken = g.taken + t.granted
        from (
          select concurrency, slot_group, count(*)::int as granted from granted where turn is not null and slot_group is not null
          group by concurrency, slot_group) t
        where g.concurrency = t.concurrency and g.first = t.slot_group),
      parked as (
        update op_execution o set parked = true, ready = false, ready_since = null
        from granted g join needed k on k.concurrency = g.concurrency
        where g.turn > k.free and g.slot_group is null and o.run_id = g.run_id and o.op_key = g.op_key
        returning o.op_key),
      """;

  /**
   * The best of the backlog and then attempts whose lease has run out become RUNNING, and the history says so, in one statement. The
   * outputs of what is upstream are read along, once for all that have the same: they are committed, or an op would not be ready.
   * The input of a run is null where it is that of the row before, and such outputs stand at the first of those that share them: ten thousand
   * elements of a map have the same, and a copy at each would fill the memory of every step from here on.
   */
  private static final String LEASE = """
      expired as (
        select e.run_id, e.op_key, e.lease_owner as lost_owner, e.slot_group
        from op_execution e join job_run c on c.run_id = e.run_id
        where e.state = 'RUNNING' and e.lease_expires_at <= platform_time() and e.queue = ? and e.attempt < e.max_attempts
          and not c.cancel_requested
        order by e.lease_expires_at
        limit (select ? - count(*) from best)
        for no key update of e skip locked
        for share of c skip locked),
      leased as (
        update op_execution o
        set state = 'RUNNING', ready = false, ready_since = null, not_before = null, attempt = o.attempt + 1, slot_group = b.slot_group,
            lease_owner = ?, lease_expires_at = platform_time() + ? * interval '1 millisecond'
        from (
          %s
          union all
          select run_id, op_key, lost_owner, slot_group from expired) b join job_run r using (run_id)
        where o.run_id = b.run_id and o.op_key = b.op_key
        returning o.run_id, o.op_key, o.rank, o.ordinal, o.queue, o.priority, o.attempt, o.max_attempts,
                  o.lease_expires_at, b.lost_owner,
                  r.job_name, r.job_version, r.input, r.tags::text as tags, o.input as op_input, o.signal,
      """ + REACH + """
                  as reach,
                  case when b.slot_group is not null then o.concurrency end as slot_of,
                  o.upstream),
      given as materialized (
        select l.*, l.ordinal as sharing, null as outputs, null as inputs from leased l where l.upstream = '{}'
        union all
        select f.*, g.outputs, max(g.inputs) over (partition by f.run_id, f.upstream) as inputs
        from (
          select l.*, first_value(l.ordinal) over (
            partition by l.run_id, l.upstream order by l.priority desc, l.rank, l.ordinal) as sharing
          from leased l where l.upstream <> '{}') f
        left join lateral (
          select
      """ + GIVEN.formatted("u.output") + """
          from op_execution u
          where f.ordinal = f.sharing and u.run_id = f.run_id and u.op_key = any (f.upstream) and u.state = 'SUCCEEDED') g on true),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select e.run_id, e.op_key, e.type, e.attempt, platform_time(), ?, e.detail
        from (
          select run_id, op_key, priority, rank, ordinal, 1 as place, 'OP_LEASE_LOST' as type, attempt - 1 as attempt,
                 lost_owner as detail
          from given where lost_owner is not null
          union all
          select run_id, op_key, priority, rank, ordinal, 2, 'OP_LEASED', attempt, inputs from given) e
        order by e.priority desc, e.rank, e.ordinal, e.place)
      select l.run_id, l.op_key, l.attempt, l.job_name, l.job_version, l.queue, l.priority, l.max_attempts, l.lease_expires_at,
             case when l.run_id is distinct from lag(l.run_id) over best then l.input end as input,
             l.sharing, case when l.sharing = l.ordinal then coalesce(l.outputs, '{}') end as outputs,
             l.tags, l.op_input, l.signal, l.reach, l.slot_of, w.waiting, w.parked
      from (select %s) w left join given l on true
      window best as (order by l.priority desc, l.rank, l.ordinal)
      order by l.priority desc, l.rank, l.ordinal""";

  /** Passes over those that need a slot, and counts them: where there are none, looking for slots would cost a third of the claim. */
  private static final String FREE_OF_SLOTS = LEASE.formatted("""
      select run_id, op_key, lost_owner, slot_group from best where concurrency is null or slot_group is not null""", """
      count(*) filter (where concurrency is not null and slot_group is null) as waiting, 0 as parked from best""");
  private static final String WITH_SLOTS = SLOTS + LEASE.formatted("""
      select run_id, op_key, lost_owner, slot_group from granted where concurrency is null or slot_group is not null""", """
      count(*) filter (where turn is not null) as waiting, (select count(*) from parked) as parked from granted""");
  private static final String TAKE_BEST = BEST + FREE_OF_SLOTS;
  private static final String TAKE_BEST_WITH_SLOTS = BEST + WITH_SLOTS;
  private static final String TAKE_AGED_AND_BEST = AGED_AND_BEST + FREE_OF_SLOTS;
  private static final String TAKE_AGED_AND_BEST_WITH_SLOTS = AGED_AND_BEST + WITH_SLOTS;

  private ClaimStatements() {}

  /** Returns the one for a claim; its parameters are bound by {@link #bind}. */
  static String of(boolean withAged, boolean withSlots) {
    if (withAged) {
      return withSlots ? TAKE_AGED_AND_BEST_WITH_SLOTS : TAKE_AGED_AND_BEST;
    }
    return withSlots ? TAKE_BEST_WITH_SLOTS : TAKE_BEST;
  }

  /** Binds a claim for so many slots, some of them for the aged. */
  static void bind(Batch batch, Claim claim, int slots, int aged) throws SQLException {
    if (aged > 0) {
      batch.text(claim.queue()).text(claim.queue()).text(claim.queue()).integer(aged).integer(aged);
    }
    batch
        .text(claim.queue())
        .integer(slots)
        .text(claim.queue())
        .integer(slots)
        .text(claim.worker())
        .bigint(claim.lease().toMillis())
        .text(claim.worker());
  }
}
