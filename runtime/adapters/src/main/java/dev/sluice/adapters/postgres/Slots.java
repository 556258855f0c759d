package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Limits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** slot_group: how many slots of each concurrency key are taken. A claim takes them ({@link Claims}), the end of an op gives them back. */
final class Slots {
  /**
   * Gives slots back, and knows in {@code locked} how many of each group. Filled with a query for their concurrency and slot_group, a row
   * a slot. Groups are locked in the order of their keys.
   */
  static final String GIVE_BACK = """
      locked as materialized (
        select g.concurrency, g.first, d.released
        from (select concurrency, slot_group, count(*)::int as released from (%s) held group by concurrency, slot_group) d
        join slot_group g on g.concurrency = d.concurrency and g.first = d.slot_group
        order by g.concurrency, g.first
        for no key update of g),
      given as (
        update slot_group g set taken = g.taken - l.released
        from locked l where g.concurrency = l.concurrency and g.first = l.first)""";

  private static final String WAKE = """
      with woken as materialized (
        select p.run_id, p.op_key
        from unnest(?::text[], ?::int[]) as r (concurrency, released)
        cross join lateral (
          select o.run_id, o.op_key from op_execution o
          where o.concurrency = r.concurrency and o.parked
          order by o.priority desc, o.rank, o.ordinal
          limit r.released
          for no key update skip locked) p)
      update op_execution o set parked = false, ready = true, ready_since = platform_time()
      from woken w where o.run_id = w.run_id and o.op_key = w.op_key
      returning o.queue""";

  private static final String FREE = """
      select g.concurrency, sum(g.last - g.first + 1 - g.taken)::int as free from slot_group g
      where g.taken <= g.last - g.first and exists (select 1 from op_execution o where o.concurrency = g.concurrency and o.parked)
      """;

  private final Connection connection;

  Slots(Connection connection) {
    this.connection = connection;
  }

  /** Makes what is missing of the slots of these op executions' concurrency keys, in sixteen groups a key where nothing is there yet. */
  void make(List<Limitations.Planned> planned) throws SQLException {
    Set<Limits.Concurrency> keys = planned.stream()
        .flatMap(op -> Optional.ofNullable(op.limits().concurrency()).stream()).collect(Collectors.toSet());
    if (keys.isEmpty() || haveAll(keys)) {
      return;
    }
    try (PreparedStatement alone = connection.prepareStatement("select pg_advisory_xact_lock(hashtext(current_schema() || ' slots'))")) {
      alone.executeQuery().close(); // of two that make different numbers for a key, the second sees the groups of the first
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into slot_group (concurrency, first, last, taken)
        select c.key, f.first, f.first + w.width - 1, 0
        from (select key, max(slots) as slots from unnest(?::text[], ?::int[]) as c (key, slots) group by key) c
        cross join lateral (
          select coalesce(max(g.last), 0) as last, coalesce(max(g.last - g.first + 1), (c.slots + 15) / 16) as width
          from slot_group g where g.concurrency = c.key) w
        cross join lateral generate_series(w.last + 1, c.slots, w.width) as f (first)""")) {
      new Batch(statement).texts(keys, Limits.Concurrency::key).integers(keys, Limits.Concurrency::limit);
      statement.executeUpdate();
    }
  }

  private boolean haveAll(Collection<Limits.Concurrency> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select count(*) from unnest(?::text[], ?::int[]) as c (key, slots)
        where not exists (select 1 from slot_group g where g.concurrency = c.key and g.last >= c.slots)""")) {
      new Batch(statement).texts(keys, Limits.Concurrency::key).integers(keys, Limits.Concurrency::limit);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1) == 0;
      }
    }
  }

  /** Gives back the slots of op executions that this transaction has made terminal, and returns the queues of those that get ready. */
  Set<String> giveBack(Collection<IdempotencyKey> terminal) throws SQLException {
    if (terminal.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement("with " + GIVE_BACK.formatted("""
        select o.concurrency, o.slot_group
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key
        where o.slot_group is not null""") + " select concurrency, sum(released)::int as released from locked group by concurrency")) {
      new Batch(statement).keys(terminal, key -> key);
      Map<String, Integer> released = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          released.put(row.getString("concurrency"), row.getInt("released"));
        }
      }
      return wake(released);
    }
  }

  /**
   * Makes ready as many of those that wait for slots as were given back, the best first. Looks only after the groups are locked, so that
   * whoever was parked for what they lacked is seen.
   */
  Set<String> wake(Map<String, Integer> released) throws SQLException {
    if (released.isEmpty()) {
      return Set.of();
    }
    Set<String> queues = new HashSet<>();
    Pipeline pipeline = new Pipeline(connection);
    wake(pipeline, released, queues);
    pipeline.run();
    return queues;
  }

  /** Adds the same to a pipeline, which adds to {@code queues} those of what gets ready. */
  static void wake(Pipeline pipeline, Map<String, ? extends Number> released, Set<String> queues) {
    List<? extends Map.Entry<String, ? extends Number>> rows = List.copyOf(released.entrySet());
    pipeline.add(WAKE, batch -> batch.texts(rows, Map.Entry::getKey).integers(rows, entry -> entry.getValue().intValue()), row -> {
      while (row.next()) {
        queues.add(row.getString("queue"));
      }
    });
  }

  /** Parks what is ready in a queue and finds no free slot of its concurrency key, the best thousand. */
  void park(String queue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with blocked as materialized (
          select o.run_id, o.op_key from op_execution o
          where o.queue = ? and o.ready and o.concurrency is not null and o.slot_group is null
            and not exists (
              select 1 from slot_group g where g.concurrency = o.concurrency and g.first + g.taken <= least(g.last, o.slots))
          order by o.priority desc, o.rank, o.ordinal
          limit 1000
          for no key update skip locked)
        update op_execution o set parked = true, ready = false, ready_since = null
        from blocked b where o.run_id = b.run_id and o.op_key = b.op_key""")) {
      new Batch(statement).text(queue);
      statement.executeUpdate();
    }
  }

  /** Wakes those who were parked at the moment when a slot was given back: neither transaction saw the other. */
  void wakeForgotten() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FREE + "group by g.concurrency")) {
      wake(free(statement));
    }
  }

  /** Wakes others for those who were woken and are called off before a claim has found them. */
  Set<String> wakeInstead(Set<String> keys) throws SQLException {
    if (keys.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(FREE + "and g.concurrency = any (?) group by g.concurrency")) {
      new Batch(statement).texts(keys, key -> key);
      return wake(free(statement));
    }
  }

  private static Map<String, Integer> free(PreparedStatement statement) throws SQLException {
    Map<String, Integer> free = new HashMap<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        free.put(row.getString("concurrency"), row.getInt("free"));
      }
    }
    return free;
  }
}
