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
 * share gives.
 */
final class Admissions {
  /** The way of those that have neither a rate limit nor a tenant. */
  private static final String OPEN_AT_ONCE = """
      with opened as (
        update op_execution o
        set state = 'PENDING', waiting_on = 0, ready = d.due,
            ready_since = case when d.due then platform_time() end, not_before = case when d.due then null else o.not_before end
        from (
          select t.run_id, t.op_key, coalesce(w.not_before <= platform_time(), true) as due
          from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
          join op_execution w on w.run_id = t.run_id and w.op_key = t.op_key) d
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING'
        returning o.run_id, o.op_key, o.ordinal, o.queue, o.ready),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select run_id, op_key, 'OP_READY', 0, platform_time(), ?, case when ready then null else ? end from opened order by ordinal)
      select distinct queue from opened where ready""";

  /** Takes permits of their rate limits for all that pass, and tells from when on. */
  private static final String RATED = """
      rated as (
        insert into rate_limit as r (rate, next_free, granted)
        select rate, platform_time() + sum(spacing), sum(spacing) from passing where rate is not null group by rate order by rate
        on conflict (rate) do update
        set next_free = greatest(r.next_free, platform_time()) + excluded.granted, granted = excluded.granted
        returning rate, next_free - granted as first_free)
      """;

  private static final String OPEN = """
      with passing as materialized (
        select l.run_id, l.op_key, l.ordinal, l.queue, l.priority, l.rate, l.spacing, l.tenant, 1 / l.weight as cost,
               sum(l.spacing) over (partition by l.rate order by l.priority desc, l.ordinal) - l.spacing as behind,
               sum(1 / l.weight) over (partition by l.queue, l.priority, l.tenant order by l.ordinal) as costs
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key),
      """ + RATED + """
      , heads as materialized (
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
        select p.run_id, p.op_key, greatest(r.first_free + p.behind, w.not_before, platform_time()) as start, s.begun + p.costs as rank
        from passing p
        join op_execution w on w.run_id = p.run_id and w.op_key = p.op_key
        left join rated r on r.rate = p.rate
        left join shared s on s.queue = p.queue and s.priority = p.priority and s.tenant = p.tenant),
      opened as (
        update op_execution o
        set state = 'PENDING', waiting_on = 0, rank = coalesce(t.rank, o.rank),
            ready = t.start <= platform_time(),
            ready_since = case when t.start <= platform_time() then t.start end,
            not_before = case when t.start > platform_time() then t.start end
        from timed t
        where o.run_id = t.run_id and o.op_key = t.op_key and o.state = 'WAITING'
        returning o.run_id, o.op_key, o.ordinal, o.queue, o.ready),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
        select run_id, op_key, 'OP_READY', 0, platform_time(), ?, case when ready then null else ? end from opened order by ordinal)
      select distinct queue from opened where ready""";

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
    if (candidates.isEmpty()) {
      return Set.of();
    }
    List<IdempotencyKey> passing = new ArrayList<>();
    List<IdempotencyKey> timed = new ArrayList<>();
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
    Set<String> queues = new HashSet<>();
    if (!passing.isEmpty()) {
      open(OPEN_AT_ONCE, passing, queues);
    }
    if (!timed.isEmpty()) {
      open(OPEN, timed, queues);
    }
    return queues;
  }

  private void open(String sql, List<IdempotencyKey> passing, Set<String> queues) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Batch(statement).keys(passing, key -> key).text(actor).text(EventDetails.READY_LATER);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          queues.add(row.getString("queue"));
        }
      }
    }
  }

  /** Makes the retries of attempts wait for a permit of their rate limit too. */
  void permitRetries(Collection<IdempotencyKey> retried) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with passing as materialized (
          select l.run_id, l.op_key, l.rate, l.spacing, sum(l.spacing) over (partition by l.rate order by l.ordinal) - l.spacing as behind
          from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
          join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key
          where l.rate is not null),
        """ + RATED + """
        update op_execution o
        set not_before = greatest(o.not_before, r.first_free + t.behind), ready = false, ready_since = null
        from passing t join rated r on r.rate = t.rate
        where o.run_id = t.run_id and o.op_key = t.op_key and o.state = 'PENDING' and r.first_free + t.behind > platform_time()""")) {
      new Batch(statement).keys(retried, key -> key);
      statement.executeUpdate();
    }
  }
}
