package dev.sluice.adapters.postgres;

import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.ProgressBoard;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** op_progress: one statement writes whatever a worker has to tell. Safe for any thread. */
final class PostgresProgressBoard implements ProgressBoard {
  private final Database database;

  PostgresProgressBoard(Database database) {
    this.database = database;
  }

  /** Takes no locks of op executions: a report that is overtaken by a commit is a row of an attempt that nobody looks at. */
  @Override
  public void report(String worker, Collection<Report> reports) {
    List<LeaseToken> attempts = reports.stream().map(Report::attempt).toList();
    database.inTransaction(connection -> {
      try (PreparedStatement statement = connection.prepareStatement("""
          insert into op_progress as p (run_id, op_key, attempt, done, total, at)
          select o.run_id, o.op_key, o.attempt, t.done, t.total, platform_time()
          from unnest(?::uuid[], ?::text[], ?::int[], ?::bigint[], ?::bigint[]) as t (run_id, op_key, attempt, done, total)
          join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key and o.attempt = t.attempt
            and o.state::text = 'RUNNING' and o.lease_owner = ?
          order by o.run_id, o.op_key
          on conflict (run_id, op_key) do update
            set attempt = excluded.attempt, done = excluded.done, total = excluded.total, at = excluded.at
            where p.attempt <= excluded.attempt""")) {
        new Batch(statement).keys(attempts, LeaseToken::key).integers(attempts, LeaseToken::attempt)
            .longs(reports, Report::done).longs(reports, Report::total).text(worker);
        return statement.executeUpdate();
      }
    });
  }

  @Override
  public List<OpProgress> of(RunId runId) {
    return database.inTransaction(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("select run_id, op_key, attempt, done, total, at from op_progress where run_id = ?")) {
        statement.setObject(1, runId.value());
        List<OpProgress> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            found.add(new OpProgress(Rows.key(row), row.getInt("attempt"), row.getLong("done"), row.getLong("total"),
                Objects.requireNonNull(Rows.instant(row, "at"))));
          }
        }
        return found;
      }
    });
  }
}
