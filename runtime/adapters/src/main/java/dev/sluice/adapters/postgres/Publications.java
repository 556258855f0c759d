package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Step 2 of the protocol: which ready op executions get a message. */
final class Publications {
  private final Connection connection;

  Publications(Connection connection) {
    this.connection = connection;
  }

  /** Marks the best of the backlog as published, as far as the window has room. */
  List<OpExecutionTask> mark(String queue, PublishWindow window) throws SQLException {
    if (window.size() == 0) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        with outstanding as (
          select count(*) as messages from (
            select 1 from op_execution
            where queue = ? and published_at > platform_time() - ? * interval '1 millisecond'
            limit ?) as counted),
        best as (
          select run_id, op_key from op_execution
          where queue = ? and ready
            and (published_at is null or published_at <= platform_time() - ? * interval '1 millisecond')
          order by priority desc, ordinal
          limit (select greatest(0, ? - messages) from outstanding)
          for no key update skip locked)
        update op_execution o
        set publish_sequence = o.publish_sequence + 1, published_at = platform_time()
        from best b join job_run r using (run_id)
        where o.run_id = b.run_id and o.op_key = b.op_key
        returning o.run_id, o.op_key, o.queue, o.priority, o.publish_sequence, r.job_name, r.job_version""")) {
      long forget = window.forgetAfter().toMillis();
      new Batch(statement).text(queue).bigint(forget).integer(window.size()).text(queue).bigint(forget).integer(window.size());
      List<OpExecutionTask> tasks = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tasks.add(task(row));
        }
      }
      return tasks;
    }
  }

  private static OpExecutionTask task(ResultSet row) throws SQLException {
    String runId = Rows.runId(row).toString();
    String opKey = row.getString("op_key");
    return new OpExecutionTask(OpExecutionTask.CURRENT_VERSION, runId + "/" + opKey, runId, opKey, row.getString("job_name"),
        row.getString("job_version"), row.getString("queue"), row.getInt("priority"), row.getInt("publish_sequence"), null);
  }

  /**
   * Notes that nobody need wait for the messages of these publications any more: they were received, or never sent.
   *
   * @return those that were noted; the row of another one is locked, is not of this publication any more, or does not exist
   */
  Set<OpExecutionTask> clear(Collection<OpExecutionTask> tasks) throws SQLException {
    Map<String, OpExecutionTask> wellFormed = new LinkedHashMap<>();
    tasks.stream().filter(Publications::hasKey).forEach(task -> wellFormed.put(task.deduplicationId(), task));
    if (wellFormed.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        with gone as (
          select o.run_id, o.op_key
          from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, sequence)
          join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key and o.publish_sequence = t.sequence
          for no key update of o skip locked)
        update op_execution o set published_at = null from gone g where o.run_id = g.run_id and o.op_key = g.op_key
        returning o.run_id, o.op_key, o.publish_sequence""")) {
      new Batch(statement)
          .uuids(wellFormed.values(), task -> RunId.parse(task.runId()))
          .texts(wellFormed.values(), OpExecutionTask::opKey)
          .integers(wellFormed.values(), OpExecutionTask::publishSequence);
      Set<OpExecutionTask> noted = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String id = row.getString("run_id") + "/" + row.getString("op_key") + ":" + row.getInt("publish_sequence");
          noted.add(Objects.requireNonNull(wellFormed.get(id)));
        }
      }
      return noted;
    }
  }

  /** Messages may come from anywhere. */
  private static boolean hasKey(OpExecutionTask task) {
    try {
      IdempotencyKey.parse(task.idempotencyKey());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
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
