package dev.sluice.adapters.postgres;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places of op executions in their lanes. In each lane one has the turn: the first of those that are open and not late. When it
 * leaves, the turn goes to the first of all that are open, whatever run that is of. So whoever writes op executions that have not begun
 * locks their lanes before, all at once in the order of their keys: else one who holds such a row could wait for the lane of another who
 * wants to give that row the turn.
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

  private static final String MAKE =
      "insert into ordering_lane (lane) select lane from unnest(?::text[]) as l (lane) order by lane on conflict do nothing returning lane";
  private static final String LOCK = "select lane from ordering_lane where lane = any (array(%s)) order by lane for update";
  /** Of a success what is downstream of it is written too, of any other end, or where triggers judge, perhaps all of the run. */
  private static final String CONCERNED = """
      with ended as (
        select o.run_id, o.op_key, o.downstream, o.watched or not t.plain as spreads
        from unnest(?::uuid[], ?::text[], ?::bool[]) as t (run_id, op_key, plain)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key)
      select l.lane from ended e join op_limit l on l.run_id = e.run_id and l.op_key = any (e.downstream || e.op_key) where l.lane is not null
      union all
      select l.lane from ended e join op_limit l on l.run_id = e.run_id where e.spreads and l.lane is not null
      union all
      select unnest(?::text[])""";

  private final Connection connection;

  Lanes(Connection connection) {
    this.connection = connection;
  }

  /** Locks the lanes that new op executions enter, and makes those that are new. */
  static void enter(Connection connection, Collection<OpPlan> plans) throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    Set<String> lanes = make(pipeline, plans);
    if (!lanes.isEmpty()) {
      pipeline.add(LOCK.formatted("select unnest(?::text[])"), batch -> batch.texts(lanes, lane -> lane), row -> { });
    }
    pipeline.run();
  }

  private static Set<String> make(Pipeline pipeline, Collection<OpPlan> plans) {
    Set<String> lanes = plans.stream().map(OpPlan::orderingKey).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
    if (!lanes.isEmpty()) {
      pipeline.add(MAKE, batch -> batch.texts(lanes, lane -> lane), row -> { });
    }
    return lanes;
  }

  /** Locks all lanes of the op executions of these runs, which the caller has locked. */
  static void lockAll(Connection connection, Collection<RunId> runs) throws SQLException {
    Set<RunId> distinct = new TreeSet<>(runs);
    new Pipeline(connection).add(LOCK.formatted("select lane from op_limit where run_id = any (?) and lane is not null"),
        batch -> batch.uuids(distinct, run -> run), row -> { }).run();
  }

  /**
   * Adds the lock of all lanes that the commit of these attempts may concern, those of the sub-jobs that they start among them. The runs are
   * locked before.
   */
  static void lockFor(Pipeline pipeline, List<Attempt> attempts) {
    Set<String> entered = make(pipeline, attempts.stream()
        .flatMap(attempt -> attempt.result() instanceof ExecutionResult.Suspended start ? start.child().ops().stream() : Stream.empty())
        .toList());
    pipeline.add(LOCK.formatted(CONCERNED), batch -> batch
        .keys(attempts, attempt -> attempt.token().key())
        .booleans(attempts, Successes::isPlain)
        .texts(entered, lane -> lane), row -> { });
  }

  /** Takes out what is terminal, however it ended, and returns what had a lane. */
  List<Member> leave(Collection<IdempotencyKey> terminal) throws SQLException {
    return terminal.isEmpty() ? List.of() : members("""
        update op_limit l set open = false
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        where l.run_id = t.run_id and l.op_key = t.op_key and l.lane is not null and l.open
        returning l.run_id, l.op_key, l.lane""", terminal);
  }

  private static Set<String> lanes(Collection<Member> members) {
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
   * Passes the turn on where one of these had it, and returns those whose turn has come. Since the lanes are locked, a submit that came
   * before is seen, and one that comes after sees that we have left.
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
