package dev.sluice.tests.endtoend.chaos;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.contract.Setting;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.tests.endtoend.Cloud;
import dev.sluice.tests.endtoend.Eventually;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Does mishaps to a cloud. For one thread. */
final class Chaos {
  private static final String QUEUE = "default";
  private static final int DUPLICATES = 10;
  /** So much is done before something that was broken is mended. */
  private static final int ENOUGH = 200;
  /** For what follows from a mishap, or seldom does not: several leases long, and many times what a message takes. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private final Cloud cloud;
  private final Wire wire;
  private final Random random;
  private final Tables tables;

  Chaos(Cloud cloud, Tables tables, Wire wire, Random random) {
    this.cloud = cloud;
    this.wire = wire;
    this.random = random;
    this.tables = tables;
  }

  /** Does it, and returns when its consequences can begin. */
  void strike(Mishap mishap) throws Exception {
    Eventually.holds("work is under way", () -> runningOps() > 0 || isIdle());
    switch (mishap) {
      case WORKER_KILLED -> cloud.local.kill(worker());
      case COORDINATOR_KILLED -> cloud.local.kill(coordinator());
      case WORKER_PAUSED -> pauseUntilItsLeasesAreLost(worker());
      case DATABASE_CONNECTIONS_CUT -> tables.ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()"
          + " and application_name like 'sluice%'");
      case QUEUE_CONNECTIONS_CUT -> {
        wire.cut();
        makeProgress();
        wire.mend();
      }
      case MESSAGES_DUPLICATED -> {
        long suppressed = events(EventType.DUPLICATE_SUPPRESSED);
        duplicate();
        Eventually.mayHold(LONG_ENOUGH, () -> events(EventType.DUPLICATE_SUPPRESSED) > suppressed);
      }
      case QUEUE_PURGED -> cloud.sqs.purgeQueue(purge -> purge.queueUrl(cloud.queueUrl(Setting.QUEUE_URLS, QUEUE)));
      case CLOCK_STEPPED -> {
        setClock("now() + interval '30 seconds'");
        makeProgress();
        setClock("now()");
      }
    }
  }

  /** Picks one that holds leases, if any does. */
  private TaskView worker() {
    List<TaskView> workers = running(cloud.workers());
    List<TaskView> busy = workers.stream().filter(this::holdsLeases).toList();
    List<TaskView> candidates = busy.isEmpty() ? workers : busy;
    return candidates.get(random.nextInt(candidates.size()));
  }

  private TaskView coordinator() {
    return running(cloud.local.tasks().stream().filter(task -> task.family().contains("coordinator")).toList()).get(0);
  }

  /** A task that has just died may still be listed. */
  private static List<TaskView> running(List<TaskView> tasks) {
    return tasks.stream().filter(task -> ProcessHandle.of(task.pid()).filter(ProcessHandle::isAlive).isPresent()).toList();
  }

  private void pauseUntilItsLeasesAreLost(TaskView worker) throws Exception {
    signal("-STOP", worker);
    try {
      Eventually.mayHold(LONG_ENOUGH, () -> !holdsLeases(worker));
    } finally {
      signal("-CONT", worker);
    }
  }

  private static void signal(String signal, TaskView task) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, String.valueOf(task.pid())).inheritIO().start().waitFor();
  }

  /** Waits until some more op executions have ended, or none runs any more. */
  private void makeProgress() {
    long before = endedOps();
    Eventually.holds("some progress", () -> endedOps() - before >= ENOUGH || runningOps() == 0);
  }

  /** A worker's leases name its task, as the task's own agent told the worker. */
  private boolean holdsLeases(TaskView worker) {
    return tables.count("op_execution where state = 'RUNNING' and lease_owner like '%" + worker.id() + "%'") > 0;
  }

  private long runningOps() {
    return tables.count("op_execution where state = 'RUNNING'");
  }

  private long endedOps() {
    return tables.count("op_execution where state in ('SUCCEEDED', 'FAILED', 'CANCELED', 'SKIPPED')");
  }

  /** What waits for somebody's signal, or for its sub-job, may wait on. */
  private boolean isIdle() {
    return tables.count("op_execution where state = 'PENDING' and not awaiting") == 0;
  }

  private long events(EventType type) {
    return tables.count("run_event where type = '" + type + "'");
  }

  private void setClock(String now) {
    tables.change("create or replace function platform_time() returns timestamptz language sql stable as $$ select " + now + " $$");
  }

  /** Sends messages of ops that were published once more. Most ops are claimed without a message, so that there is none to send twice. */
  private void duplicate() throws SQLException {
    List<OpExecutionTask> published = published();
    for (int i = 0; i < DUPLICATES; i++) {
      OpExecutionTask task = published.get(random.nextInt(published.size()));
      String unique = UUID.randomUUID().toString();
      cloud.sqs.sendMessage(send -> send.queueUrl(cloud.queueUrl(Setting.QUEUE_URLS, QUEUE)).messageBody(task.toJson())
          .messageDeduplicationId(unique).messageGroupId(unique));
    }
  }

  private List<OpExecutionTask> published() throws SQLException {
    List<OpExecutionTask> tasks = new ArrayList<>();
    try (Connection connection = tables.connect(); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select o.run_id, o.op_key, r.job_name, r.job_version, o.queue, o.priority, o.publish_sequence"
            + " from op_execution o join job_run r using (run_id) where o.publish_sequence > 0 order by o.ordinal")) {
      while (row.next()) {
        IdempotencyKey key = new IdempotencyKey(RunId.parse(row.getString("run_id")), row.getString("op_key"));
        tasks.add(new OpExecutionTask(OpExecutionTask.CURRENT_VERSION, key.toString(), key.runId().toString(), key.opKey(),
            row.getString("job_name"), row.getString("job_version"), row.getString("queue"), row.getInt("priority"),
            row.getInt("publish_sequence"), null));
      }
    }
    return tasks;
  }
}
