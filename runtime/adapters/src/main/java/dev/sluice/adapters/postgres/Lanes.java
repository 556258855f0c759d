package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The places of op executions in their lanes. In each lane one has the turn: the first of those that are open and not late. When it
 * leaves, the turn goes to the first of all that are open.
 */
final class Lanes {
  /** An op execution, and its lane if it has one. */
  record Member(IdempotencyKey key, @Nullable String lane) {}

  private static final String GIVE_TURN = """
      heads as materialized (
        select n.* from free
        cross join lateral (
          select l.run_id, l.op_key, l.lane, l.late from op_limit l where l.lane = free.lane and l.open order by l.ordinal limit 1) n),
      punctual as (
        update op_limit l set late = false from heads h where h.late and l.run_id = h.run_id and l.op_key = h.op_key)
      select run_id, op_key, lane from heads""";

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

  /** Takes out what is terminal, however it ended, and returns what had a lane, for {@link #passOn} once that is locked. */
  List<Member> leave(Collection<IdempotencyKey> terminal) throws SQLException {
    return terminal.isEmpty() ? List.of() : members("""
        update op_limit l set open = false
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        where l.run_id = t.run_id and l.op_key = t.op_key and l.lane is not null and l.open
        returning l.run_id, l.op_key, l.lane""", terminal);
  }

  /** Returns the lanes of these. */
  static Set<String> lanes(Collection<Member> members) {
    return members.stream().map(Member::lane).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Member> members(String sql, Collection<IdempotencyKey> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Batch(statement).keys(keys, key -> key);
      return read(statement);
    }
  }

  private static List<Member> read(PreparedStatement statement) throws SQLException {
    List<Member> members = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        members.add(new Member(Rows.key(row), row.getString("lane")));
      }
    }
    return members;
  }

  /**
   * Passes the turn on where one of these had it, and returns those whose turn has come. Looks only once the lanes are locked: a submit that
   * came before is seen, one that comes after sees that we have left.
   */
  List<IdempotencyKey> passOn(Collection<Member> left) throws SQLException {
    return left.isEmpty() ? List.of() : keys(members("""
        with free as materialized (
          select e.lane
          from (
            select l.lane, min(l.ordinal) as first
            from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
            join op_limit l on l.run_id = t.run_id and l.op_key = t.op_key
            where not l.late
            group by l.lane) e
          where not exists (
            select 1 from (
              select l.ordinal from op_limit l where l.lane = e.lane and l.open and not l.late order by l.ordinal limit 1) h
            where h.ordinal < e.first)),
        """ + GIVE_TURN, keys(left)));
  }

  private static List<IdempotencyKey> keys(Collection<Member> members) {
    return members.stream().map(Member::key).toList();
  }

  /**
   * Gives op executions that were terminal the places in their lanes that they had. Whoever was admitted keeps the turn until its end;
   * one that was not lets those before it pass.
   *
   * @param reopened limited ones, which wait for one thing more than before, their turn
   * @return those whose turn it is: these, and all that have no lane
   */
  List<IdempotencyKey> comeBack(Collection<IdempotencyKey> reopened) throws SQLException {
    List<Member> members = members("""
        update op_limit l set open = true, late = l.lane is not null
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        where l.run_id = t.run_id and l.op_key = t.op_key
        returning l.run_id, l.op_key, l.lane""", reopened);
    List<IdempotencyKey> next = new ArrayList<>(keys(members.stream().filter(member -> member.lane() == null).toList()));
    Set<String> lanes = lanes(members);
    if (!lanes.isEmpty()) {
      lock(connection, lanes);
      Set<String> overtaken = overtake(lanes);
      try (PreparedStatement statement = connection.prepareStatement("""
          with free as materialized (
            select t.lane from unnest(?::text[]) as t (lane)
            where t.lane = any (?) or not exists (select 1 from op_limit l where l.lane = t.lane and l.open and not l.late)),
          """ + GIVE_TURN)) {
        new Batch(statement).texts(lanes, lane -> lane).texts(overtaken, lane -> lane);
        next.addAll(keys(read(statement)));
      }
    }
    return next;
  }

  /** Takes the turn from those who have it, were not admitted yet, and stand behind somebody who came back; returns their lanes. */
  private Set<String> overtake(Set<String> lanes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with waiting as (
          update op_execution o set waiting_on = o.waiting_on + 1
          from unnest(?::text[]) as t (lane)
          cross join lateral (
            select l.run_id, l.op_key, l.ordinal from op_limit l
            where l.lane = t.lane and l.open and not l.late order by l.ordinal limit 1) h
          where o.run_id = h.run_id and o.op_key = h.op_key and o.state = 'WAITING'
            and exists (select 1 from op_limit b where b.lane = t.lane and b.open and b.ordinal < h.ordinal)
          returning o.run_id, o.op_key)
        update op_limit l set late = true from waiting w where l.run_id = w.run_id and l.op_key = w.op_key
        returning l.run_id, l.op_key, l.lane""")) {
      new Batch(statement).texts(lanes, lane -> lane);
      return lanes(read(statement));
    }
  }
}
