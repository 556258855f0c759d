package dev.sluice.adapters.postgres;

import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Ending;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Keeps what failed attempts leave behind, and quarantines what has failed for good. Costs nothing where nothing failed. */
final class Quarantine {
  private final Connection connection;

  Quarantine(Connection connection) {
    this.connection = connection;
  }

  /** Takes in attempts whose ending is written. */
  void keep(List<Endings.Ended> ended) throws SQLException {
    List<Endings.Ended> failures =
        ended.stream().filter(one -> one.ending().cause() != null && one.ending().next() != OpState.CANCELED).toList();
    if (failures.isEmpty()) {
      return;
    }
    keepCauses(failures);
    List<Endings.Ended> last = failures.stream().filter(one -> one.ending().next() == OpState.FAILED).toList();
    if (!last.isEmpty()) {
      quarantine(last);
    }
  }

  private void keepCauses(List<Endings.Ended> failures) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into op_failure (run_id, op_key, attempt, worker, ended_at, cause)
        select f.run_id, f.op_key, f.attempt, f.worker, platform_time(), f.cause::jsonb
        from unnest(?::uuid[], ?::text[], ?::int[], ?::text[], ?::text[]) as f (run_id, op_key, attempt, worker, cause)""")) {
      keys(statement, failures)
          .texts(failures, Endings.Ended::owner)
          .texts(failures, one -> Endings.causeText(one.ending().cause()));
      statement.executeUpdate();
    }
  }

  /** Completes what is known of the attempts from the history, which may be cleaned up before the quarantine is. */
  private void quarantine(List<Endings.Ended> last) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into op_failure (run_id, op_key, attempt, worker, ended_at, cause)
        select e.run_id, e.op_key, e.attempt, coalesce(e.detail, ''), e.at,
               jsonb_build_object('type', ?, 'message', 'the worker ' || coalesce(e.detail, '') || ' was lost', 'stackTrace', '')
        from unnest(?::uuid[], ?::text[], ?::int[]) as f (run_id, op_key, attempt)
        join run_event e on e.run_id = f.run_id and e.op_key = f.op_key
        where e.type = 'OP_LEASE_LOST'
        on conflict do nothing""")) {
      keys(new Batch(statement).text(Ending.LEASE_LOST), last);
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_failure k set started_at = e.at
        from unnest(?::uuid[], ?::text[], ?::int[]) as f (run_id, op_key, attempt)
        join run_event e on e.run_id = f.run_id and e.op_key = f.op_key and e.type = 'OP_LEASED'
        where k.run_id = e.run_id and k.op_key = e.op_key and k.attempt = e.attempt and k.started_at is null""")) {
      keys(statement, last);
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into dead_letter (run_id, op_key, attempt, job_name, queue, cause_type, message, since)
        select o.run_id, o.op_key, f.attempt, r.job_name, o.queue,
               coalesce(o.cause ->> 'type', ''), coalesce(o.cause ->> 'message', ''), platform_time()
        from unnest(?::uuid[], ?::text[], ?::int[]) as f (run_id, op_key, attempt)
        join op_execution o on o.run_id = f.run_id and o.op_key = f.op_key
        join job_run r on r.run_id = f.run_id""")) {
      keys(statement, last);
      statement.executeUpdate();
    }
  }

  private static Batch keys(PreparedStatement statement, List<Endings.Ended> rows) throws SQLException {
    return keys(new Batch(statement), rows);
  }

  private static Batch keys(Batch batch, List<Endings.Ended> rows) throws SQLException {
    return batch.keys(rows, row -> row.token().key()).integers(rows, row -> row.token().attempt());
  }
}
