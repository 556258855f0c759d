package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Ending;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of attempts: RUNNING becomes what each ending says, where the attempt is still the current one (I1, I2), and all that
 * follows for downstream ops and runs. The caller has locked the runs with {@link #lockRuns}.
 */
final class Endings {
  /** An attempt, whose it is, and what becomes of it. */
  record Ended(LeaseToken token, String owner, Ending ending, boolean messageGone, boolean attemptGivenBack) {}

  /** What a decision needs to know of a row. */
  record Held(int maxAttempts, boolean cancelRequested) {}

  /** An op execution that is terminal. */
  record Settled(IdempotencyKey key, OpState state, List<String> downstream, boolean limited, boolean holdsSlot) {}

  private record Written(List<String> downstream, boolean limited, boolean holdsSlot) {}

  private final Connection connection;
  private final EventTable events;
  private final Set<String> freedQueues = new HashSet<>();

  Endings(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** Locks the runs of these op executions in the order of their ids, and tells of each op execution what a decision needs. */
  Map<IdempotencyKey, Held> lockRuns(Collection<IdempotencyKey> keys) throws SQLException {
    Map<RunId, Boolean> canceled = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(
        "select run_id, cancel_requested from job_run where run_id = any (?) order by run_id for no key update")) {
      new Batch(statement).uuids(new HashSet<>(keys.stream().map(IdempotencyKey::runId).toList()), run -> run);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          canceled.put(Rows.runId(row), row.getBoolean("cancel_requested"));
        }
      }
    }
    Map<IdempotencyKey, Held> held = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        select o.run_id, o.op_key, o.max_attempts
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
        join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key""")) {
      new Batch(statement).keys(keys, key -> key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          IdempotencyKey key = Rows.key(row);
          held.put(key, new Held(row.getInt("max_attempts"), canceled.getOrDefault(key.runId(), false)));
        }
      }
    }
    return held;
  }

  /** Writes the endings and returns the attempts that were still the current ones. */
  Set<LeaseToken> write(List<Ended> attempts) throws SQLException {
    if (attempts.isEmpty()) {
      return Set.of();
    }
    Map<LeaseToken, Ended> byToken = new HashMap<>();
    attempts.forEach(ended -> byToken.put(ended.token(), ended));
    List<Settled> terminal = new ArrayList<>();
    Set<LeaseToken> written = new HashSet<>();
    List<IdempotencyKey> retried = new ArrayList<>();
    for (Map.Entry<LeaseToken, Written> row : update(attempts).entrySet()) {
      Ended ended = Objects.requireNonNull(byToken.get(row.getKey()));
      written.add(row.getKey());
      IdempotencyKey key = row.getKey().key();
      events.add(ended.ending().event(), key, row.getKey().attempt(), ended.ending().detail());
      if (ended.ending().next().isTerminal()) {
        Written now = row.getValue();
        terminal.add(new Settled(key, ended.ending().next(), now.downstream(), now.limited(), now.holdsSlot()));
      } else if (row.getValue().limited() && ended.ending().event() == EventType.OP_RETRIED) {
        retried.add(key);
      }
    }
    new Quarantine(connection).keep(attempts.stream().filter(ended -> written.contains(ended.token())).toList());
    if (!retried.isEmpty()) {
      new Admissions(connection, events.actor()).permitRetries(retried);
    }
    settle(terminal);
    return written;
  }

  /** Frees what is downstream of attempts that {@link Successes} has written, and gives their slots back. */
  void freeAfter(Successes.Written written) throws SQLException {
    free(written.downstream().entrySet().stream()
        .filter(row -> !row.getValue().isEmpty())
        .map(row -> new Settled(row.getKey().key(), OpState.SUCCEEDED, row.getValue(), false, false))
        .toList(), written.limited());
    freedQueues.addAll(new Slots(connection).giveBack(written.holders()));
  }

  /** Remembers the queues of what earlier commits of these attempts freed and nobody has published: this commit repeats them. */
  void freedBefore(Set<LeaseToken> succeeded) throws SQLException {
    if (!succeeded.isEmpty()) {
      freedQueues.addAll(new OpTable(connection).unpublishedAfter(succeeded));
    }
  }

  /** Returns the queues of the op executions that became ready downstream. */
  Set<String> freedQueues() {
    return Set.copyOf(freedQueues);
  }

  private Map<LeaseToken, Written> update(List<Ended> attempts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o
        set state = e.state::op_state,
            ready = e.state = 'PENDING' and e.pause = 0,
            ready_since = case when e.state = 'PENDING' and e.pause = 0 then platform_time() end,
            not_before = case when e.state = 'PENDING' and e.pause > 0 then platform_time() + e.pause * interval '1 millisecond' end,
            lease_owner = null,
            lease_expires_at = null,
            published_at = case when e.message_gone then null else o.published_at end,
            max_attempts = o.max_attempts + case when e.given_back then 1 else 0 end,
            attempts_before = o.attempts_before + case when e.given_back then 1 else 0 end,
            output = e.output,
            cause = coalesce(e.cause::jsonb, o.cause)
        from unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::bigint[], ?::bool[], ?::bool[], ?::text[], ?::text[], ?::text[])
          as e (run_id, op_key, attempt, state, pause, message_gone, given_back, output, cause, owner)
        where o.run_id = e.run_id and o.op_key = e.op_key and o.state = 'RUNNING' and o.attempt = e.attempt and o.lease_owner = e.owner
        returning o.run_id, o.op_key, o.attempt, o.downstream, o.limited, o.slot_group is not null as holds_slot""")) {
      new Batch(statement)
          .keys(attempts, ended -> ended.token().key())
          .integers(attempts, ended -> ended.token().attempt())
          .texts(attempts, ended -> ended.ending().next().name())
          .longs(attempts, ended -> ended.ending().pause().toMillis())
          .booleans(attempts, Ended::messageGone)
          .booleans(attempts, Ended::attemptGivenBack)
          .texts(attempts, ended -> ended.ending().output())
          .texts(attempts, ended -> causeText(ended.ending().cause()))
          .texts(attempts, Ended::owner);
      Map<LeaseToken, Written> rows = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.put(new LeaseToken(Rows.key(row), row.getInt("attempt")),
              new Written(Rows.texts(row, "downstream"), row.getBoolean("limited"), row.getBoolean("holds_slot")));
        }
      }
      return rows;
    }
  }

  static @Nullable String causeText(@Nullable Cause cause) {
    return cause == null ? null : Rows.json(cause).replace("\\u0000", "");
  }

  /** Calls off what has not begun. */
  void cancelWaiting(RunId runId, String reason) throws SQLException {
    List<Settled> canceled = new ArrayList<>();
    Set<String> wanted = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution set state = 'CANCELED', ready = false, ready_since = null, not_before = null, parked = false
        where run_id = ? and state in ('WAITING', 'PENDING')
        returning run_id, op_key, attempt, limited, slot_group is not null as holds_slot, concurrency""")) {
      statement.setObject(1, runId.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          events.add(EventType.OP_CANCELED, Rows.key(row), row.getInt("attempt"), reason);
          canceled.add(
              new Settled(Rows.key(row), OpState.CANCELED, List.of(), row.getBoolean("limited"), row.getBoolean("holds_slot")));
          if (row.getString("concurrency") != null) {
            wanted.add(row.getString("concurrency"));
          }
        }
      }
    }
    settle(canceled);
    freedQueues.addAll(new Slots(connection).wakeInstead(wanted));
  }

  /** Frees or skips what is downstream, and closes runs whose last op this was. */
  private void settle(List<Settled> terminal) throws SQLException {
    List<Settled> all = new ArrayList<>(terminal);
    List<Settled> stopped = terminal.stream().filter(op -> op.state() != OpState.SUCCEEDED).toList();
    while (!stopped.isEmpty()) {
      stopped = skip(stopped);
      all.addAll(stopped);
    }
    free(all.stream().filter(op -> op.state() == OpState.SUCCEEDED).toList(),
        all.stream().filter(Settled::limited).map(Settled::key).toList());
    freedQueues.addAll(new Slots(connection).giveBack(all.stream().filter(Settled::holdsSlot).map(Settled::key).toList()));
    new Closings(connection, events).close(all);
  }

  private void free(List<Settled> succeeded, List<IdempotencyKey> limited) throws SQLException {
    Map<IdempotencyKey, Integer> done = new TreeMap<>();
    for (Settled op : succeeded) {
      op.downstream().forEach(next -> done.merge(new IdempotencyKey(op.key().runId(), next), 1, Integer::sum));
    }
    if (!limited.isEmpty()) {
      new Lanes(connection).leave(limited).forEach(next -> done.merge(next, 1, Integer::sum));
    }
    freedQueues.addAll(new Releases(connection, events).release(done));
  }

  private List<Settled> skip(List<Settled> stopped) throws SQLException {
    Map<IdempotencyKey, String> reasons = new TreeMap<>();
    for (Settled op : stopped) {
      op.downstream().forEach(next -> reasons.putIfAbsent(new IdempotencyKey(op.key().runId(), next), op.key().opKey()));
    }
    List<Settled> skipped = new ArrayList<>();
    if (reasons.isEmpty()) {
      return skipped;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o set state = 'SKIPPED'
        from unnest(?::uuid[], ?::text[]) as d (run_id, op_key)
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING'
        returning o.run_id, o.op_key, o.downstream, o.limited""")) {
      new Batch(statement).keys(reasons.keySet(), key -> key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          IdempotencyKey key = Rows.key(row);
          events.add(EventType.OP_SKIPPED, key, 0, reasons.get(key) + " did not succeed");
          skipped.add(new Settled(key, OpState.SKIPPED, Rows.texts(row, "downstream"), row.getBoolean("limited"), false));
        }
      }
    }
    return skipped;
  }
}
