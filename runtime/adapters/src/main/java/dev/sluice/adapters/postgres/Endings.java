package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.Steering;
import dev.sluice.core.store.Attempt;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The end of attempts: RUNNING becomes what each ending says, where the attempt is still the current one (I1, I2), and all that
 * follows for downstream ops and runs. The caller has locked the runs with {@link #lockRuns}, and the lanes of their ops.
 */
final class Endings {
  /** An attempt, whose it is, what becomes of it, and what that does to the rest of its run. */
  record Ended(
      LeaseToken token, String owner, Ending ending, boolean messageGone, boolean attemptGivenBack, @Nullable RunId child, Steering steering) {
    Ended(LeaseToken token, String owner, Ending ending, boolean messageGone, boolean attemptGivenBack) {
      this(token, owner, ending, messageGone, attemptGivenBack, null, Steering.NONE);
    }
  }

  /** What a decision needs to know of a row. */
  record Held(int maxAttempts, boolean cancelRequested) {}

  /** What becomes of an attempt that has a result. */
  static Ended ended(Attempt attempt, String worker, Ending ending) {
    RunId child = ending.isSuspended() ? ((ExecutionResult.Suspended) attempt.result()).child().runId() : null;
    Steering steering = ending.next() == OpState.SUCCEEDED ? ((ExecutionResult.Success) attempt.result()).steering() : Steering.NONE;
    return new Ended(attempt.token(), worker, ending, attempt.holdsMessage(), child != null, child, steering);
  }

  /** The sub-jobs that these attempts start, of those that were committed. */
  static List<RunRequest> children(List<Attempt> attempts, List<Ended> ended, Set<LeaseToken> committed) {
    Set<RunId> started = new HashSet<>();
    ended.stream().filter(end -> end.child() != null && committed.contains(end.token())).forEach(end -> started.add(end.child()));
    return attempts.stream()
        .flatMap(attempt -> attempt.result() instanceof ExecutionResult.Suspended suspended ? Stream.of(suspended.child()) : Stream.empty())
        .filter(child -> started.contains(child.runId()))
        .toList();
  }

  private final Connection connection;
  private final EventTable events;
  private final Settlement settlement;

  Endings(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
    this.settlement = new Settlement(connection, events);
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
    List<IdempotencyKey> retried = new ArrayList<>();
    Map<LeaseToken, Settled> written = update(attempts, byToken);
    for (Map.Entry<LeaseToken, Settled> row : written.entrySet()) {
      Ending ending = Objects.requireNonNull(byToken.get(row.getKey())).ending();
      events.add(ending.event(), row.getKey().key(), row.getKey().attempt(), ending.detail());
      if (ending.next().isTerminal()) {
        terminal.add(row.getValue());
      } else if (row.getValue().limited() && ending.event() == EventType.OP_RETRIED) {
        retried.add(row.getKey().key());
      }
    }
    new Quarantine(connection).keep(attempts.stream().filter(ended -> written.containsKey(ended.token())).toList());
    settlement.retry(retried);
    for (Ended ended : attempts) {
      if (written.containsKey(ended.token()) && !ended.steering().isNone()) {
        settlement.steer(ended.token(), ended.steering());
      }
    }
    settlement.settle(terminal);
    return written.keySet();
  }

  /** Returns what follows for the rest of the runs. */
  Settlement settlement() {
    return settlement;
  }

  private Map<LeaseToken, Settled> update(List<Ended> attempts, Map<LeaseToken, Ended> byToken) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o
        set state = e.state::op_state,
            ready = e.state = 'PENDING' and e.pause = 0 and e.child is null,
            ready_since = case when e.state = 'PENDING' and e.pause = 0 and e.child is null then platform_time() end,
            awaiting = e.child is not null,
            -- The next attempt after a failure starts another sub-job.
            child = case when e.restarts then null else coalesce(e.child, o.child) end,
            signal = case when e.restarts and o.child is not null then null else o.signal end,
            not_before = case when e.state = 'PENDING' and e.pause > 0 then platform_time() + e.pause * interval '1 millisecond' end,
            lease_owner = null,
            lease_expires_at = null,
            published_at = case when e.message_gone then null else o.published_at end,
            max_attempts = o.max_attempts + case when e.given_back then 1 else 0 end,
            attempts_before = o.attempts_before + case when e.given_back then 1 else 0 end,
            output = e.output,
            cause = coalesce(e.cause::jsonb, o.cause)
        from unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::bigint[], ?::bool[], ?::bool[], ?::text[], ?::text[], ?::text[],
                    ?::uuid[], ?::bool[])
          as e (run_id, op_key, attempt, state, pause, message_gone, given_back, output, cause, owner, child, restarts)
        where o.run_id = e.run_id and o.op_key = e.op_key and o.state::text = 'RUNNING' and o.attempt = e.attempt and o.lease_owner = e.owner
        returning o.run_id, o.op_key, o.attempt, o.downstream, o.limited, o.watched, o.may_fail,
                  o.slot_group is not null as holds_slot""")) {
      new Batch(statement)
          .keys(attempts, ended -> ended.token().key())
          .integers(attempts, ended -> ended.token().attempt())
          .texts(attempts, ended -> ended.ending().next().name())
          .longs(attempts, ended -> ended.ending().pause().toMillis())
          .booleans(attempts, Ended::messageGone)
          .booleans(attempts, Ended::attemptGivenBack)
          .texts(attempts, ended -> ended.ending().output())
          .texts(attempts, ended -> causeText(ended.ending().cause()))
          .texts(attempts, Ended::owner)
          .uuids(attempts, Ended::child)
          .booleans(attempts, ended -> ended.ending().event() == EventType.OP_RETRIED);
      Map<LeaseToken, Settled> rows = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          LeaseToken token = new LeaseToken(Rows.key(row), row.getInt("attempt"));
          rows.put(token, Settled.read(row, Objects.requireNonNull(byToken.get(token)).ending().next()));
        }
      }
      return rows;
    }
  }

  static @Nullable String causeText(@Nullable Cause cause) {
    return cause == null ? null : Rows.json(cause);
  }
}
