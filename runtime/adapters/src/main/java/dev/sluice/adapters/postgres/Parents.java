package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The runs above and below a run. Whoever ends a child holds its lock and then takes the row of the op that waits for it; whoever calls
 * off a parent locks the whole tree before it touches a row.
 */
final class Parents {
  /** What the op that waits for a run {@code c} takes when that has ended: a {@link dev.sluice.core.run.ChildOutcome} as JSON text. */
  static final String OUTCOME = """
      json_build_object('run', c.run_id, 'status', c.status, 'output',
        (select u.output from op_execution u where u.run_id = c.run_id and u.op_key = c.output_op))::text""";

  private final Connection connection;
  private final EventTable events;

  Parents(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** Gives the ops that wait for these runs, which have just ended, their outcomes; returns the queues that got something ready. */
  Set<String> wake(Collection<RunId> ended) throws SQLException {
    if (ended.isEmpty()) {
      return Set.of();
    }
    Set<String> queues = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o
        set signal = r.outcome, awaiting = false, ready = o.state = 'PENDING',
            ready_since = case when o.state = 'PENDING' then platform_time() end, not_before = null
        from (
          select c.run_id, c.status, c.parent_run, c.parent_op, %s as outcome
          from job_run c where c.run_id = any (?) and c.parent_run is not null and c.finished_at is not null) r
        where o.run_id = r.parent_run and o.op_key = r.parent_op and o.child = r.run_id
          -- One that was redriven may wait for its admission as well.
          and (o.state = 'PENDING' and o.awaiting or o.state = 'WAITING' and o.signal is null)
        returning o.run_id, o.op_key, o.attempt, o.queue, o.ready, r.status""".formatted(OUTCOME))) {
      new Batch(statement).uuids(ended, run -> run);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          events.add(EventType.OP_SIGNALED, Rows.key(row), row.getInt("attempt"), row.getString("status"));
          if (row.getBoolean("ready")) {
            queues.add(Objects.requireNonNull(row.getString("queue")));
          }
        }
      }
    }
    return queues;
  }

  /** Locks a run and everything below it that has not ended, in the order of their ids, and returns all but the run itself. */
  Set<RunId> lockTree(RunId root) throws SQLException {
    Set<RunId> locked = new TreeSet<>();
    Set<RunId> tree = tree(root);
    while (locked.addAll(tree)) { // a child may have been submitted before its parent was locked, but not after
      lock(tree);
      tree = tree(root);
    }
    locked.remove(root);
    return locked;
  }

  private Set<RunId> tree(RunId root) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with recursive tree as (
          select ?::uuid as run_id
          union all
          select c.run_id from tree t join job_run c on c.parent_run = t.run_id and c.finished_at is null)
        select run_id from tree""")) {
      statement.setObject(1, root.value());
      Set<RunId> runs = new TreeSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          runs.add(Rows.runId(row));
        }
      }
      return runs;
    }
  }

  private void lock(Set<RunId> runs) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select from job_run where run_id = any (?) order by run_id for no key update")) {
      new Batch(statement).uuids(List.copyOf(runs), run -> run);
      statement.executeQuery().close();
    }
  }
}
