package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.store.RunFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** job_run, as it is read. */
final class RunTable {
  private static final String SELECT = """
      select r.*, r.tags::text as tags_text,
             (select o.output from op_execution o where o.run_id = r.run_id and o.op_key = r.output_op) as output,
             case when r.status = 'PENDING'
                       and exists (select 1 from op_execution o where o.run_id = r.run_id and o.attempt > 0)
                  then 'RUNNING' else r.status end as shown_status
      from job_run r
      """;

  private final Connection connection;

  RunTable(Connection connection) {
    this.connection = connection;
  }

  Optional<Run> find(RunId runId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT + "where r.run_id = ?")) {
      statement.setObject(1, runId.value());
      return read(statement).stream().findFirst();
    }
  }

  /**
   * Notes that somebody wants to be told of the run's end, and reads it. Locks the run, and so sees it ended if it is just being closed.
   * The commit need not wait for the disk: who waits looks again by itself now and then.
   */
  Optional<Run> await(RunId runId) throws SQLException {
    List<Run> found = new ArrayList<>();
    new Pipeline(connection)
        .add("""
            update job_run set awaited = true where run_id = ? and finished_at is null and not awaited
            returning set_config('synchronous_commit', 'off', true)""", batch -> batch.run(runId), row -> { })
        .add(SELECT + "where r.run_id = ?", batch -> batch.run(runId), row -> found.addAll(read(row)))
        .run();
    return found.stream().findFirst();
  }

  List<Run> list(RunFilter filter) throws SQLException {
    String sql = SELECT + "where true"
        + (filter.jobName().isPresent() ? " and r.job_name = ?" : "")
        + (filter.before().isPresent() ? " and r.run_id < ?" : "")
        + " order by r.run_id desc limit ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 0;
      if (filter.jobName().isPresent()) {
        statement.setString(++index, filter.jobName().get());
      }
      if (filter.before().isPresent()) {
        statement.setObject(++index, filter.before().get().value());
      }
      statement.setInt(++index, filter.limit());
      return read(statement);
    }
  }

  /** Returns the terms of these runs, of those that are not on their jobs' own. */
  Map<RunId, RunTerms> termsOf(Collection<RunId> runs) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select run_id, priority, tenant, weight from job_run
        where run_id = any (?) and (priority is not null or tenant is not null)""")) {
      new Batch(statement).uuids(runs, run -> run);
      Map<RunId, RunTerms> terms = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          terms.put(Rows.runId(row), terms(row));
        }
      }
      return terms;
    }
  }

  /** Notes that a run is called off; false if there is no such run or it is terminal. Locks the run. */
  boolean requestCancel(RunId runId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("update job_run set cancel_requested = true where run_id = ? and finished_at is null")) {
      statement.setObject(1, runId.value());
      return statement.executeUpdate() == 1;
    }
  }

  private static List<Run> read(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return read(row);
    }
  }

  private static List<Run> read(ResultSet row) throws SQLException {
    List<Run> runs = new ArrayList<>();
    while (row.next()) {
      runs.add(new Run(Rows.runId(row), row.getString("job_name"), row.getString("job_version"),
          RunStatus.valueOf(row.getString("shown_status")), row.getString("input"), row.getString("output"),
          Rows.map(row.getString("tags_text")), row.getString("idempotency_key"), row.getInt("ops"), row.getInt("open_ops"),
          Objects.requireNonNull(Rows.instant(row, "submitted_at")), Rows.instant(row, "finished_at"), origin(row), terms(row)));
    }
    return runs;
  }

  private static Origin origin(ResultSet row) throws SQLException {
    UUID parent = row.getObject("parent_run", UUID.class);
    UUID forkOf = row.getObject("fork_of", UUID.class);
    return parent == null && forkOf == null ? Origin.OF_ITS_OWN : new Origin(
        parent == null ? null : new IdempotencyKey(new RunId(parent), row.getString("parent_op")), forkOf == null ? null : new RunId(forkOf));
  }

  private static RunTerms terms(ResultSet row) throws SQLException {
    Integer priority = row.getObject("priority", Integer.class);
    String tenant = row.getString("tenant");
    return priority == null && tenant == null ? RunTerms.OF_THE_JOB
        : new RunTerms(priority, tenant == null ? null : new Limits.Share(tenant, row.getDouble("weight")));
  }

  /** Lists the sub-jobs that op executions of a run have started, oldest first. */
  List<Run> children(RunId parent) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT + "where r.parent_run = ? order by r.run_id")) {
      statement.setObject(1, parent.value());
      return read(statement);
    }
  }
}
