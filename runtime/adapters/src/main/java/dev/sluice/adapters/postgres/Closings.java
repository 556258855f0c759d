package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The end of runs whose last op execution has become terminal. The caller has locked the runs. */
final class Closings {
  private final Connection connection;
  private final EventTable events;

  Closings(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** Counts these among the terminal ones of their runs, and ends the runs that have no other; returns those that are sub-jobs. */
  Set<RunId> close(List<Settled> terminal) throws SQLException {
    Map<RunId, int[]> counts = new TreeMap<>();
    for (Settled op : terminal) {
      int[] count = counts.computeIfAbsent(op.key().runId(), any -> new int[4]);
      count[0]++;
      if (op.state() == OpState.FAILED) {
        count[op.mayFail() ? 3 : 1]++;
      } else if (op.state() == OpState.CANCELED) {
        count[2]++;
      }
    }
    return close(counts);
  }

  /** Ends runs that have nothing to run: a fork takes over all of theirs. */
  void closeAtOnce(List<RunId> runs) throws SQLException {
    Map<RunId, int[]> counts = new TreeMap<>();
    runs.forEach(run -> counts.put(run, new int[4]));
    close(counts);
  }

  private Set<RunId> close(Map<RunId, int[]> counts) throws SQLException {
    Set<RunId> children = new HashSet<>();
    if (counts.isEmpty()) {
      return children;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        with counted as (
        update job_run r
        set open_ops = r.open_ops - d.done,
            failed_ops = r.failed_ops + d.failed,
            stopped_ops = r.stopped_ops + d.stopped,
            forgiven_ops = r.forgiven_ops + d.forgiven,
            finished_at = case when r.open_ops = d.done then platform_time() end,
            status = (case
              when r.open_ops > d.done then 'PENDING'
              when r.failed_ops + d.failed > 0 then case when r.cancel_requested then 'CANCELED' else 'FAILED' end
              when r.forgiven_ops + d.forgiven > 0 and not exists (
                select from op_execution u where u.run_id = r.run_id and u.op_key = r.output_op and u.state = 'SUCCEEDED')
                then case when r.cancel_requested then 'CANCELED' else 'FAILED' end
              when r.stopped_ops + d.stopped > 0 then 'CANCELED'
              else 'SUCCEEDED' end)::run_status
        from unnest(?::uuid[], ?::int[], ?::int[], ?::int[], ?::int[]) as d (run_id, done, failed, stopped, forgiven)
        where r.run_id = d.run_id
        returning r.run_id, r.open_ops, r.status, r.awaited, r.parent_run)
        select run_id, open_ops, status, parent_run is not null as is_child, case when open_ops = 0 and awaited then
"""
        + Notices.ANNOUNCE_END + " end as notice from counted")) {
      List<Map.Entry<RunId, int[]>> rows = List.copyOf(counts.entrySet());
      new Batch(statement)
          .uuids(rows, Map.Entry::getKey)
          .integers(rows, row -> row.getValue()[0])
          .integers(rows, row -> row.getValue()[1])
          .integers(rows, row -> row.getValue()[2])
          .integers(rows, row -> row.getValue()[3]);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getInt("open_ops") == 0) {
            events.add(EventType.valueOf("RUN_" + Objects.requireNonNull(row.getString("status"))), Rows.runId(row), null);
            if (row.getBoolean("is_child")) {
              children.add(Rows.runId(row));
            }
          }
        }
      }
    }
    return children;
  }
}
