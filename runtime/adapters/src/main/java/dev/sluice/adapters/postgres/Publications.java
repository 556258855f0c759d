package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Step 2 of the protocol: which ready op executions get a message. */
final class Publications {
  private static final String MARK = """
      with outstanding as (
        select count(*) as messages from (
          select 1 from op_execution
          where queue = ? and published_at > platform_time() - ? * interval '1 millisecond'
          limit ?) as counted),
      best as (
        select run_id, op_key from op_execution
        where queue = ? and ready
          and (published_at is null or published_at <= platform_time() - ? * interval '1 millisecond')
        order by priority desc, rank, ordinal
        limit (select case when messages > ? then 0 else ? - messages end from outstanding)
        for no key update skip locked)
      update op_execution o
      set publish_sequence = o.publish_sequence + 1, published_at = platform_time()
      from best b join job_run r using (run_id)
      where o.run_id = b.run_id and o.op_key = b.op_key
      returning o.run_id, o.op_key, o.queue, o.priority, o.publish_sequence, r.job_name, r.job_version""";

  private final Connection connection;

  Publications(Connection connection) {
    this.connection = connection;
  }

  /** Marks the best of the backlog as published, as far as the window has room. */
  List<OpExecutionTask> mark(String queue, PublishWindow window) throws SQLException {
    List<OpExecutionTask> tasks = new ArrayList<>();
    Pipeline pipeline = new Pipeline(connection);
    mark(pipeline, queue, window, tasks);
    pipeline.run();
    return tasks;
  }

  /** Adds the same to a pipeline, which adds to {@code tasks} what it has marked. */
  static void mark(Pipeline pipeline, String queue, PublishWindow window, List<OpExecutionTask> tasks) {
    if (window.size() == 0) {
      return;
    }
    long forget = window.forgetAfter().toMillis();
    pipeline.add(
        MARK,
        batch -> batch.text(queue).bigint(forget).integer(window.size())
            .text(queue).bigint(forget).integer(window.size() - window.leastTopUp()).integer(window.size()),
        row -> {
          while (row.next()) {
            tasks.add(task(row, row.getString("job_name"), row.getString("job_version")));
          }
        });
  }

  static OpExecutionTask task(ResultSet row, String jobName, String jobVersion) throws SQLException {
    String runId = Rows.runId(row).toString();
    String opKey = row.getString("op_key");
    return new OpExecutionTask(OpExecutionTask.CURRENT_VERSION, runId + "/" + opKey, runId, opKey, jobName, jobVersion,
        row.getString("queue"), row.getInt("priority"), row.getInt("publish_sequence"), null);
  }

  /** Notes that a publication was never sent; waits for the row if someone is changing it, and so must be alone in its transaction. */
  void takeBack(OpExecutionTask task) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "update op_execution set published_at = null where run_id = ? and op_key = ? and publish_sequence = ?")) {
      statement.setObject(1, RunId.parse(task.runId()).value());
      statement.setString(2, task.opKey());
      statement.setInt(3, task.publishSequence());
      statement.executeUpdate();
    }
  }
}
