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
import java.util.Set;

/**
 * Makes limited op executions ready: WAITING becomes PENDING, with the time that the rate limit gives and the rank that the tenant's
 * share gives. Retries keep their rank, and wait for a permit of their rate limit again.
 */
final class Admissions {
  /** Whether an op execution {@code o} waits for its sub-job: one that was redriven while that went on, or with it. */
  private static final String WAITS = "(o.child is not null and o.signal is null)";

  /** The way of those that have neither a rate limit nor a tenant. */
  private static final String OPEN_AT_ONCE = """
      with opened as (
        update op_execution o
        set state = 'PENDING', waiting_on = 0, awaiting = %1$s, ready = d.due and not %1$s,
            ready_since = case when d.due and not %1$s then platform_time() end,
            not_before = case when not d.due and not %1$s then o.not_before end
        from (
          select t.run_id, t.op_key, coalesce(w.not_before <= platform_time(), true) as due
          from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
          join op_execution w on w.run_id = t.run_id and w.op_key = t.op_key) d
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING'
        returning o.run_id, o.op_key, o.ordinal, o.queue, o.ready),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select run_id, op_key, 'OP_READY', 0, platform_time(), ?, case when ready then null else ? end from opened order by ordinal)
      select distinct queue from opened where ready""".formatted(WAITS);

  private static final String OPEN = """
      with passing as materialized (
        select l.run_id, l.op_key, t.again, l.ordinal, l.queue, l.priority, l.rate, l.spacing,
               case when not t.again then l.tenant end as tenant, 1 / l.weight as cost,
               sum(l.spacing) over (partition by l.rate order by l.priority desc, l.ordinal) - l.spacing as behind,
               sum(1 / l.weight) over (partition by l.queue, l.priority, l.tenant, t.again order by l.ordinal) as costs
        from unnest(?::uuid[], ?::text[], ?::bool[]) as t (run_id, op_key, again)
        join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key
        where not t.again or l.rate is not null),
      rated as (
        insert into rate_limit as r (rate, next_free, granted)
        select rate, platform_time() + sum(spacing), sum(spacing) from passing where rate is not null group by rate order by rate
        on conflict (rate) do update
        set next_free = greatest(r.next_free, platform_time()) + excluded.granted, granted = excluded.granted
        returning rate, next_free - granted as first_free),
      heads as materialized (
        select p.queue, p.priority, coalesce(
          (select o.rank from op_execution o
           where o.queue = p.queue and o.ready and o.priority = p.priority order by o.rank, o.ordinal limit 1),
          (select max(s.rank) from fair_share s where s.queue = p.queue and s.priority = p.priority), 0) as rank
        from (select distinct queue, priority from passing where tenant is not null) p),
      shared as (
        insert into fair_share as s (queue, priority, tenant, rank, granted)
        select p.queue, p.priority, p.tenant, h.rank + sum(p.cost), sum(p.cost)
        from passing p join heads h on h.queue = p.queue and h.priority = p.priority
        where p.tenant is not null
        group by p.queue, p.priority, p.tenant, h.rank
        order by p.queue, p.priority, p.tenant
        on conflict (queue, priority, tenant) do update
        set rank = greatest(excluded.rank, s.rank + excluded.granted), granted = excluded.granted
        returning queue, priority, tenant, rank - granted as begun),
      timed as materialized (
        select p.run_id, p.op_key, p.again, greatest(r.first_free + p.behind, w.not_before, platform_time()) as start, s.begun + p.costs as rank
        from passing p
        join op_execution w on w.run_id = p.run_id and w.op_key = p.op_key
        left join rated r on r.rate = p.rate
        left join shared s on s.queue = p.queue and s.priority = p.priority and s.tenant = p.tenant),
      opened as (
        update op_execution o
        set state = 'PENDING', waiting_on = 0, rank = coalesce(t.rank, o.rank), awaiting = %1$s,
            ready = t.start <= platform_time() and not %1$s,
            ready_since = case when t.start <= platform_time() and not %1$s then t.start end,
            not_before = case when t.start > platform_time() and not %1$s then t.start end
        from timed t
        where o.run_id = t.run_id and o.op_key = t.op_key and o.state = (case when t.again then 'PENDING' else 'WAITING' end)::op_state
        returning o.run_id, o.op_key, t.again, o.ordinal, o.queue, o.ready),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select run_id, op_key, 'OP_READY', 0, platform_time(), ?, case when ready then null else ? end
        from opened where not again order by ordinal)
      select distinct queue from opened where ready and not again""".formatted(WAITS);

  private final Connection connection;
  private final String actor;

  Admissions(Connection connection, String actor) {
    this.connection = connection;
    this.actor = actor;
  }

  /**
   * Admits these.
   *
   * @param candidates op executions that wait for nothing but this
   * @return queues that got something ready
   */
  Set<String> admit(Collection<IdempotencyKey> candidates) throws SQLException {
    return admit(candidates, Set.of());
  }

  /**
   * The same, with retries: the rows of rate limits are locked in the order of their keys, so in one statement for all.
   *
   * @param retried PENDING after attempts that failed, with their pauses
   */
  Set<String> admit(Collection<IdempotencyKey> candidates, Set<IdempotencyKey> retried) throws SQLException {
    Set<String> queues = new HashSet<>();
    List<IdempotencyKey> passing = new ArrayList<>();
    List<IdempotencyKey> timed = new ArrayList<>(retried);
    if (!candidates.isEmpty()) {
      tell(candidates, passing, timed);
    }
    if (!passing.isEmpty()) {
      openAtOnce(passing, queues);
    }
    if (!timed.isEmpty()) {
      open(timed, retried, queues);
    }
    return queues;
  }

  /** Tells those that pass apart from those that have a rate limit or a tenant. */
  private void tell(Collection<IdempotencyKey> candidates, List<IdempotencyKey> passing, List<IdempotencyKey> timed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select l.run_id, l.op_key, l.rate is not null or l.tenant is not null as timed
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key
        where l.open""")) {
      new Batch(statement).keys(candidates, key -> key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          (row.getBoolean("timed") ? timed : passing).add(Rows.key(row));
        }
      }
    }
  }

  private void openAtOnce(List<IdempotencyKey> passing, Set<String> queues) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPEN_AT_ONCE)) {
      open(statement, new Batch(statement).keys(passing, key -> key), queues);
    }
  }

  private void open(List<IdempotencyKey> timed, Set<IdempotencyKey> retried, Set<String> queues) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
      open(statement, new Batch(statement).keys(timed, key -> key).booleans(timed, retried::contains), queues);
    }
  }

  private void open(PreparedStatement statement, Batch keys, Set<String> queues) throws SQLException {
    keys.text(actor).text(EventDetails.READY_LATER);
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        queues.add(row.getString("queue"));
      }
    }
  }
}
