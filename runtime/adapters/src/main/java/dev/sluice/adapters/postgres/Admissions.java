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
 * Makes limited op executions ready: WAITING becomes PENDING once a slot of the concurrency key is theirs, with the time that the rate
 * limit gives and the rank that the tenant's share gives.
 */
final class Admissions {
  /** Those with a concurrency key stand in its line from now on. */
  private static final String PARK = """
      with candidates as (
        select l.run_id, l.op_key, l.concurrency, l.rate is not null or l.tenant is not null as timed
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key
        where l.open),
      parked as (
        update op_limit l set parked = true
        from candidates c where c.concurrency is not null and l.run_id = c.run_id and l.op_key = c.op_key)
      select run_id, op_key, concurrency, timed from candidates""";

  /** Gives free slots to the best of those that wait for them. Whatever somebody else holds at this moment is passed over. */
  private static final String MATCH = """
      with waiting as materialized (
        select w.*, row_number() over (partition by w.concurrency order by w.priority desc, w.ordinal) as turn
        from unnest(?::text[]) as n (concurrency)
        cross join lateral (
          select l.run_id, l.op_key, l.concurrency, l.priority, l.ordinal, l.slots
          from op_limit l
          where l.concurrency = n.concurrency and l.parked
          order by l.priority desc, l.ordinal
          limit (select count(*) from concurrency_slot s where s.concurrency = n.concurrency and s.run_id is null)
          for no key update skip locked) w),
      free as materialized (
        select f.*, row_number() over (partition by f.concurrency order by f.slot) as turn
        from (select concurrency, count(*) as wanted from waiting group by concurrency) n
        cross join lateral (
          select s.concurrency, s.slot
          from concurrency_slot s
          where s.concurrency = n.concurrency and s.run_id is null
          order by s.slot
          limit n.wanted
          for no key update skip locked) f),
      taken as (
        update concurrency_slot s set run_id = w.run_id, op_key = w.op_key
        from free f join waiting w on w.concurrency = f.concurrency and w.turn = f.turn and f.slot <= w.slots
        where s.concurrency = f.concurrency and s.slot = f.slot
        returning s.run_id, s.op_key),
      unparked as (
        update op_limit l set parked = false from taken t where l.run_id = t.run_id and l.op_key = t.op_key
        returning l.run_id, l.op_key, l.rate is not null or l.tenant is not null as timed)
      select run_id, op_key, timed from unparked""";

  /** The way of those that have neither a rate limit nor a tenant. */
  private static final String OPEN_AT_ONCE = """
      with opened as (
        update op_execution o set state = 'PENDING', waiting_on = 0, ready = true, ready_since = platform_time()
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        where o.run_id = t.run_id and o.op_key = t.op_key and o.state = 'WAITING'
        returning o.run_id, o.op_key, o.ordinal, o.queue),
      told as (
        insert into run_event (run_id, op_key, type, attempt, at, actor)
        select run_id, op_key, 'OP_READY', 0, platform_time(), ? from opened order by ordinal)
      select distinct queue from opened""";

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
        select p.run_id, p.op_key, greatest(r.first_free + p.behind, platform_time()) as start, s.begun + p.costs as rank
        from passing p
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
   * Admits as many as it can.
   *
   * @param candidates op executions that wait for nothing but this
   * @param concurrencies keys that have free slots for those that have waited before
   * @return queues that got something ready
   */
  Set<String> admit(Collection<IdempotencyKey> candidates, Set<String> concurrencies) throws SQLException {
    List<IdempotencyKey> passing = new ArrayList<>();
    List<IdempotencyKey> timed = new ArrayList<>();
    Set<String> lines = new HashSet<>(concurrencies);
    if (!candidates.isEmpty()) {
      park(candidates, passing, timed, lines);
    }
    if (!lines.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(MATCH)) {
        new Batch(statement).texts(lines, line -> line);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            (row.getBoolean("timed") ? timed : passing).add(Rows.key(row));
          }
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

  private void park(Collection<IdempotencyKey> candidates, List<IdempotencyKey> passing, List<IdempotencyKey> timed,
      Set<String> lines) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PARK)) {
      new Batch(statement).keys(candidates, key -> key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getString("concurrency") == null) {
            (row.getBoolean("timed") ? timed : passing).add(Rows.key(row));
          } else {
            lines.add(row.getString("concurrency"));
          }
        }
      }
    }
  }

  private void open(String sql, List<IdempotencyKey> passing, Set<String> queues) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Batch batch = new Batch(statement).keys(passing, key -> key).text(actor);
      if (sql.equals(OPEN)) {
        batch.text(EventDetails.READY_LATER);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          queues.add(row.getString("queue"));
        }
      }
    }
  }

  /**
   * Admits those whom nobody gave a slot that became free while they queued up for it: neither transaction saw the other. Every pass
   * of a recovery looks for them.
   */
  void admitForgotten() throws SQLException {
    Set<String> lines = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        select distinct s.concurrency from concurrency_slot s
        where s.run_id is null and exists (select 1 from op_limit l where l.concurrency = s.concurrency and l.parked)""");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        lines.add(row.getString("concurrency"));
      }
    }
    if (!lines.isEmpty()) {
      admit(List.of(), lines);
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
