package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Trigger;
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
import java.util.stream.Collectors;

/** Op executions that do not just wait for all of their upstream: their triggers judge how it stands. The caller has locked the runs. */
final class Triggers {
  /**
   * What the triggers say now.
   *
   * @param triggered all that have a trigger, whatever it says
   * @param started those that it starts, now noted as triggered
   * @param skipped those that it skips, with the reason
   */
  record Judged(Set<IdempotencyKey> triggered, List<IdempotencyKey> started, Map<IdempotencyKey, String> skipped) {}

  /** An op execution with a trigger, whether that is still to be decided, and what it says as its upstream stands. */
  private record Candidate(IdempotencyKey key, Trigger trigger, boolean isWaiting, Trigger.Decision decision) {}

  private static final String STANDING = """
      select d.run_id, d.op_key, d.trigger, d.state = 'WAITING' and not d.triggered as undecided,
             count(*) filter (where u.state in ('WAITING', 'PENDING', 'RUNNING'))::int as open,
             count(*) filter (where u.state = 'SUCCEEDED')::int as succeeded,
             count(*) filter (where u.state in ('FAILED', 'CANCELED'))::int as failed,
             count(*) filter (where u.state = 'FAILED' and not (u.may_fail and exists (
               select from job_run r join op_execution result on result.run_id = r.run_id and result.op_key = r.output_op
               where r.run_id = d.run_id and result.state = 'SUCCEEDED')))::int as fatal
      from unnest(?::uuid[], ?::text[]) as t (run_id, op_key)
      join op_execution d on d.run_id = t.run_id and d.op_key = t.op_key and d.trigger is not null
      join op_execution u on u.run_id = d.run_id and u.op_key = any (d.upstream)
      group by d.run_id, d.op_key, d.trigger, d.state, d.triggered""";

  private final Connection connection;

  Triggers(Connection connection) {
    this.connection = connection;
  }

  /** Judges those of the op executions that have a trigger which is not decided yet. */
  Judged judge(Collection<IdempotencyKey> candidates) throws SQLException {
    Set<IdempotencyKey> triggered = new HashSet<>();
    List<IdempotencyKey> started = new ArrayList<>();
    Map<IdempotencyKey, String> skipped = new HashMap<>();
    for (Candidate op : look(candidates)) {
      triggered.add(op.key());
      switch (op.isWaiting() ? op.decision() : Trigger.Decision.WAIT) {
        case START -> started.add(op.key());
        case SKIP -> skipped.put(op.key(), "its trigger " + op.trigger() + " cannot strike any more");
        case WAIT -> { }
      }
    }
    note(started);
    return new Judged(triggered, started, skipped);
  }

  /** Returns those of the op executions whose trigger has nothing to say as their upstream stands now. */
  Set<IdempotencyKey> undecided(Collection<IdempotencyKey> candidates) throws SQLException {
    return look(candidates).stream().filter(op -> op.decision() == Trigger.Decision.WAIT).map(Candidate::key).collect(Collectors.toSet());
  }

  private List<Candidate> look(Collection<IdempotencyKey> keys) throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(STANDING)) {
      new Batch(statement).keys(keys, key -> key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Trigger trigger = Trigger.valueOf(Objects.requireNonNull(row.getString("trigger")));
          candidates.add(new Candidate(Rows.key(row), trigger, row.getBoolean("undecided"), trigger.decide(
              new Trigger.Standing(row.getInt("open"), row.getInt("succeeded"), row.getInt("failed"), row.getInt("fatal")))));
        }
      }
    }
    return candidates;
  }

  private void note(List<IdempotencyKey> started) throws SQLException {
    if (started.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o set triggered = true
        from unnest(?::uuid[], ?::text[]) as t (run_id, op_key) where o.run_id = t.run_id and o.op_key = t.op_key""")) {
      new Batch(statement).keys(started, key -> key);
      statement.executeUpdate();
    }
  }
}
