package dev.sluice.adapters.postgres;

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
import java.util.TreeSet;

/** What limited op executions give back when they are terminal, however they ended: their place in a lane, their slot. */
final class Lanes {
  /**
   * What became free.
   *
   * @param next those that nobody stands before in their lanes any more
   * @param concurrencies keys with a slot more than before
   */
  record Freed(List<IdempotencyKey> next, Set<String> concurrencies) {
    static final Freed NOTHING = new Freed(List.of(), Set.of());
  }

  private record Left(String lane, long ordinal) {}

  private final Connection connection;

  Lanes(Connection connection) {
    this.connection = connection;
  }

  /** Locks lanes in the order of their keys, until the transaction ends. */
  static void lock(Connection connection, Collection<String> lanes) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select lane from ordering_lane where lane = any (?) order by lane for update")) {
      new Batch(statement).texts(lanes, lane -> lane);
      statement.executeQuery().close();
    }
  }

  Freed leave(Collection<IdempotencyKey> terminal) throws SQLException {
    List<Left> left = new ArrayList<>();
    Set<String> concurrencies = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        with ended as materialized (
          select l.run_id, l.op_key, l.lane, l.ordinal, l.concurrency
          from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
          join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key
          where l.open),
        closed as (
          update op_limit l set open = false, parked = false
          from ended e where (e.lane is not null or l.parked) and l.run_id = e.run_id and l.op_key = e.op_key),
        given as (
          update concurrency_slot s set run_id = null, op_key = null
          from ended e where e.concurrency is not null and s.run_id = e.run_id and s.op_key = e.op_key)
        select lane, ordinal, concurrency from ended""")) {
      new Batch(statement).keys(terminal, key -> key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getString("lane") != null) {
            left.add(new Left(row.getString("lane"), row.getLong("ordinal")));
          }
          if (row.getString("concurrency") != null) {
            concurrencies.add(row.getString("concurrency"));
          }
        }
      }
    }
    return new Freed(left.isEmpty() ? List.of() : heads(left), concurrencies);
  }

  /** Looks only once the lanes are locked: a submit that came before is seen, one that comes after sees that we have left. */
  private List<IdempotencyKey> heads(List<Left> left) throws SQLException {
    lock(connection, new TreeSet<>(left.stream().map(Left::lane).toList()));
    try (PreparedStatement statement = connection.prepareStatement("""
        select h.run_id, h.op_key
        from (select lane, min(ordinal) as first from unnest(?::text[], ?::bigint[]) as e (lane, ordinal) group by lane) e
        cross join lateral (
          select l.run_id, l.op_key, l.ordinal from op_limit l
          where l.lane = e.lane and l.open
          order by l.ordinal
          limit 1) h
        where h.ordinal > e.first""")) {
      new Batch(statement).texts(left, Left::lane).longs(left, Left::ordinal);
      List<IdempotencyKey> heads = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          heads.add(Rows.key(row));
        }
      }
      return heads;
    }
  }
}
