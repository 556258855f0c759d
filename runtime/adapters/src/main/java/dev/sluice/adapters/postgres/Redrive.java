package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.DeadLetter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ways out of quarantine. Runs are locked first, in the order of their ids; what somebody else has changed meanwhile is left as
 * it is.
 */
final class Redrive {
  private record Start(LeaseToken token, long pause) {}

  /**
   * @param child the sub-job that it waits for again; null if it starts another, or has none
   * @param outcome how that has ended already; null if it has not
   */
  private record Begun(List<String> downstream, boolean limited, boolean mayFail, @Nullable RunId child, @Nullable String outcome) {
    @Nullable String detail() {
      return child == null ? null : child.toString();
    }
  }

  private record Standing(boolean canceled, boolean ended) {}

  private final Connection connection;
  private final EventTable events;

  Redrive(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** Makes FAILED op executions PENDING again, or WAITING where they have to be admitted, with all that follows. */
  List<IdempotencyKey> start(List<DeadLetter> letters, Duration spacing) throws SQLException {
    if (letters.isEmpty()) {
      return List.of();
    }
    Set<RunId> own = runsOf(letters);
    Set<RunId> all = new HashSet<>(own);
    all.addAll(children(letters)); // one that goes on must not end meanwhile
    Map<RunId, Standing> runs = lock(all);
    Lanes.lockAll(connection, own);
    List<Start> starts = new ArrayList<>();
    long position = 0;
    for (DeadLetter letter : letters) {
      long pause = spacing.multipliedBy(position++).toMillis();
      Standing run = runs.get(letter.token().key().runId());
      if (run != null && !run.canceled()) {
        starts.add(new Start(letter.token(), pause));
      }
    }
    Map<LeaseToken, Begun> redriven = begin(starts);
    new DeadLetterTable(connection).leave(redriven.keySet());
    redriven.keySet().stream().map(token -> token.key().runId()).filter(run -> Objects.requireNonNull(runs.get(run)).ended()).distinct().sorted()
        .forEach(run -> events.add(EventType.RUN_REOPENED, run, null));
    Map<RunId, int[]> counts = new TreeMap<>();
    Set<IdempotencyKey> next = new HashSet<>();
    Set<IdempotencyKey> limited = new TreeSet<>();
    redriven.forEach((token, begun) -> {
      events.add(EventType.OP_REDRIVEN, token.key(), token.attempt(), begun.detail());
      if (begun.outcome() != null) {
        events.add(EventType.OP_SIGNALED, token.key(), token.attempt(), begun.outcome());
      }
      counts.computeIfAbsent(token.key().runId(), any -> new int[3])[begun.mayFail() ? 2 : 0]++;
      if (begun.limited()) {
        limited.add(token.key());
      }
      begun.downstream().forEach(op -> next.add(new IdempotencyKey(token.key().runId(), op)));
    });
    reopenDownstream(next, counts, limited);
    reopenRuns(counts);
    if (!limited.isEmpty()) {
      Map<IdempotencyKey, Integer> turns = new TreeMap<>();
      new Lanes(connection).comeBack(limited).forEach(turn -> turns.put(turn, 1));
      new Releases(connection, events).release(turns);
    }
    return letters.stream().filter(letter -> redriven.containsKey(letter.token())).map(letter -> letter.token().key()).toList();
  }

  List<IdempotencyKey> drop(List<DeadLetter> letters) throws SQLException {
    lock(runsOf(letters));
    Set<LeaseToken> dropped = new DeadLetterTable(connection).leave(letters.stream().map(DeadLetter::token).toList());
    dropped.forEach(token -> events.add(EventType.DEAD_LETTER_DROPPED, token.key(), token.attempt(), null));
    return letters.stream().filter(letter -> dropped.contains(letter.token())).map(letter -> letter.token().key()).toList();
  }

  private static Set<RunId> runsOf(List<DeadLetter> letters) {
    return letters.stream().map(letter -> letter.token().key().runId()).collect(Collectors.toSet());
  }

  /** Returns the sub-jobs that dead letters have waited for last. */
  private Set<RunId> children(List<DeadLetter> letters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.child as run_id
        from unnest(?::uuid[], ?::text[]) as k (run_id, op_key)
        join op_execution o on o.run_id = k.run_id and o.op_key = k.op_key
        where o.child is not null""")) {
      new Batch(statement).keys(letters, letter -> letter.token().key());
      Set<RunId> children = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          children.add(Rows.runId(row));
        }
      }
      return children;
    }
  }

  private Map<RunId, Standing> lock(Set<RunId> runs) throws SQLException {
    Map<RunId, Standing> standings = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        select run_id, cancel_requested, finished_at is not null as ended from job_run
        where run_id = any (?) order by run_id for no key update""")) {
      new Batch(statement).uuids(runs, run -> run);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          standings.put(Rows.runId(row), new Standing(row.getBoolean("cancel_requested"), row.getBoolean("ended")));
        }
      }
    }
    return standings;
  }

  /** Returns what was FAILED and in quarantine, with what becomes of it. */
  private Map<LeaseToken, Begun> begin(List<Start> starts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with chosen as (
          select o.run_id, o.op_key, o.child, o.pauses and o.signal is null as pauses, s.pause
          from unnest(?::uuid[], ?::text[], ?::int[], ?::bigint[]) as s (run_id, op_key, attempt, pause)
          join dead_letter d on d.run_id = s.run_id and d.op_key = s.op_key and d.attempt = s.attempt and d.left_at is null
          join op_execution o on o.run_id = s.run_id and o.op_key = s.op_key and o.attempt = s.attempt and o.state = 'FAILED'),
        -- Sub-jobs that go on, now or since a redrive before, and those that have succeeded since.
        standing as (
          select c.run_id, c.status, c.output_op, c.goes_on
          from (
            select r.*, r.finished_at is null or r.run_id in (select run_id from chosen) as goes_on
            from job_run r where r.run_id in (select child from chosen) and not r.cancel_requested) c
          where c.goes_on or c.status = 'SUCCEEDED'),
        begun as (
          select h.run_id, h.op_key, case when c.run_id is null then h.pause else 0 end as pause, h.pauses,
                 c.run_id as child, coalesce(c.goes_on, false) as waits,
                 case when not c.goes_on then c.status end as outcome,
                 case when not c.goes_on then %s end as signal
          from chosen h left join standing c on c.run_id = h.child)
        update op_execution o
        set state = (case when o.limited then 'WAITING' else 'PENDING' end)::op_state,
            waiting_on = case when o.limited then 2 else 0 end, -- its turn in a lane, and its admission
            ready = b.pause = 0 and not o.limited and not b.pauses and not b.waits,
            ready_since = case when b.pause = 0 and not o.limited and not b.pauses and not b.waits then platform_time() end,
            awaiting = o.for_signal and o.signal is null or b.waits and not o.limited,
            slot_group = null,
            child = b.child,
            signal = case when o.child is null then o.signal else b.signal end,
            not_before = case when b.pauses then platform_time() + o.pause
              when b.pause > 0 then platform_time() + b.pause * interval '1 millisecond' end,
            published_at = null,
            max_attempts = o.attempt + o.max_attempts - o.attempts_before,
            attempts_before = o.attempt
        from begun b
        where o.run_id = b.run_id and o.op_key = b.op_key
        returning o.run_id, o.op_key, o.attempt, o.downstream, o.limited, o.may_fail, o.child, b.outcome""".formatted(Parents.OUTCOME))) {
      new Batch(statement)
          .keys(starts, start -> start.token().key())
          .integers(starts, start -> start.token().attempt())
          .longs(starts, Start::pause);
      Map<LeaseToken, Begun> redriven = new TreeMap<>((a, b) -> a.key().compareTo(b.key()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          UUID child = row.getObject("child", UUID.class);
          redriven.put(new LeaseToken(Rows.key(row), row.getInt("attempt")),
              new Begun(Rows.texts(row, "downstream"), row.getBoolean("limited"), row.getBoolean("may_fail"),
                  child == null ? null : new RunId(child), row.getString("outcome")));
        }
      }
      return redriven;
    }
  }

  /** What was skipped waits again, where nothing upstream stands in its way any more: layer by layer. */
  private void reopenDownstream(Set<IdempotencyKey> candidates, Map<RunId, int[]> counts, Set<IdempotencyKey> limited)
      throws SQLException {
    Set<IdempotencyKey> layer = candidates;
    while (!layer.isEmpty()) {
      layer = reopen(layer, counts, limited);
    }
  }

  private Set<IdempotencyKey> reopen(Collection<IdempotencyKey> candidates, Map<RunId, int[]> counts, Set<IdempotencyKey> limited)
      throws SQLException {
    Set<IdempotencyKey> undecided = new Triggers(connection).undecided(candidates);
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o
        set state = 'WAITING', triggered = false,
            waiting_on = case when o.trigger is not null then 1 else (
                select count(*) from op_execution u
                where u.run_id = o.run_id and u.op_key = any (o.upstream) and u.state <> 'SUCCEEDED') end
              + case when o.limited then 2 else 0 end
        from unnest(?::uuid[], ?::text[], ?::bool[]) as c (run_id, op_key, undecided)
        where o.run_id = c.run_id and o.op_key = c.op_key and o.state = 'SKIPPED' and not o.not_chosen
          and case when o.trigger is not null then c.undecided else not exists (
            select 1 from op_execution u
            where u.run_id = o.run_id and u.op_key = any (o.upstream) and u.state in ('FAILED', 'CANCELED', 'SKIPPED')) end
        returning o.run_id, o.op_key, o.downstream, o.limited""")) {
      new Batch(statement).keys(candidates, key -> key).booleans(candidates, undecided::contains);
      Set<IdempotencyKey> next = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          IdempotencyKey key = Rows.key(row);
          events.add(EventType.OP_REOPENED, key, 0, null);
          counts.computeIfAbsent(key.runId(), any -> new int[3])[1]++;
          if (row.getBoolean("limited")) {
            limited.add(key);
          }
          Rows.texts(row, "downstream").forEach(op -> next.add(new IdempotencyKey(key.runId(), op)));
        }
      }
      return next;
    }
  }

  private void reopenRuns(Map<RunId, int[]> counts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update job_run r
        set open_ops = r.open_ops + c.redriven + c.reopened + c.forgiven,
            failed_ops = r.failed_ops - c.redriven,
            forgiven_ops = r.forgiven_ops - c.forgiven,
            finished_at = null,
            status = 'PENDING'
        from unnest(?::uuid[], ?::int[], ?::int[], ?::int[]) as c (run_id, redriven, reopened, forgiven)
        where r.run_id = c.run_id""")) {
      List<Map.Entry<RunId, int[]>> rows = List.copyOf(counts.entrySet());
      new Batch(statement)
          .uuids(rows, Map.Entry::getKey)
          .integers(rows, row -> row.getValue()[0])
          .integers(rows, row -> row.getValue()[1])
          .integers(rows, row -> row.getValue()[2]);
      statement.executeUpdate();
    }
  }
}
