package dev.sluice.tests.benchmark;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * db-scheduler's lock-and-fetch on the same PostgreSQL, in the same process. Four schedulers drain one table, without a queue. It keeps
 * no results by itself: measured are tasks that do nothing at all, and tasks that write the result which Sluice keeps of each.
 */
final class Peer implements Scenario {
  private static final int SCHEDULERS = 4;
  /** With 8, 16 and 32 it was tried; this is its best. */
  private static final int THREADS = 16;

  private final int runs;

  Peer(int runs) {
    this.runs = runs;
  }

  @Override
  public String name() {
    return "peer";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> bare = new ArrayList<>();
    List<Double> withResults = new ArrayList<>();
    try (HikariDataSource pool = pool(stand)) {
      for (int round = 0; round <= rounds; round++) {
        double without = drain(pool, false);
        double with = drain(pool, true);
        if (round > 0) {
          bare.add(without);
          withResults.add(with);
        }
      }
    }
    return List.of(
        new Figure("db-scheduler, lock and fetch: executions drained, results written", "executions/s", withResults),
        new Figure("db-scheduler, lock and fetch: executions drained, no results", "executions/s", bare));
  }

  private double drain(HikariDataSource pool, boolean results) throws Exception {
    try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists scheduled_tasks");
      statement.execute("""
          create table scheduled_tasks (
            task_name text not null, task_instance text not null, task_data bytea, execution_time timestamptz not null,
            picked boolean not null, picked_by text, last_success timestamptz, last_failure timestamptz, consecutive_failures int,
            last_heartbeat timestamptz, version bigint not null, priority smallint, primary key (task_name, task_instance))""");
      statement.execute("create index on scheduled_tasks (execution_time)");
      statement.execute("create index on scheduled_tasks (last_heartbeat)");
      statement.execute("drop table if exists task_result");
      statement.execute("create table task_result (task_instance text primary key, output text not null)");
    }
    OneTimeTask<Void> task = Tasks.oneTime("no-op").execute((instance, context) -> {
      if (results) {
        keepResult(pool, instance.getId());
      }
    });
    SchedulerClient client = SchedulerClient.Builder.create(pool, task).build();
    Instant due = Instant.now();
    for (int done = 0; done < runs; done += 500) {
      List<TaskInstance<?>> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(500, runs - done); i++) {
        batch.add(task.instance(UUID.randomUUID().toString()));
      }
      client.scheduleBatch(batch, due);
    }
    CountDownLatch left = new CountDownLatch(runs);
    AbstractSchedulerListener counter = new AbstractSchedulerListener() {
      @Override
      public void onExecutionComplete(ExecutionComplete complete) {
        left.countDown();
      }
    };
    List<Scheduler> schedulers = new ArrayList<>();
    for (int i = 0; i < SCHEDULERS; i++) {
      schedulers.add(Scheduler.create(pool, task).schedulerName(new SchedulerName.Fixed("peer-" + i))
          .threads(THREADS).pollUsingLockAndFetch(1.0, 4.0).pollingInterval(Duration.ofMillis(100))
          .addSchedulerListener(counter).build());
    }
    try {
      return Clocked.perSecond(runs, () -> {
        schedulers.forEach(Scheduler::start);
        left.await();
      });
    } finally {
      schedulers.forEach(Scheduler::stop);
    }
  }

  private static void keepResult(HikariDataSource pool, String id) {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert = connection.prepareStatement("insert into task_result (task_instance, output) values (?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, "{\"number\":1}");
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the result of " + id + " could not be written", e);
    }
  }

  private static HikariDataSource pool(Stand stand) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(stand.jdbcUrl());
    config.setUsername("postgres");
    config.setPassword("postgres");
    config.setMaximumPoolSize(SCHEDULERS * (THREADS + 2));
    return new HikariDataSource(config);
  }
}
