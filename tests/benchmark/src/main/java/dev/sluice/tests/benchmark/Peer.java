package dev.sluice.tests.benchmark;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * db-scheduler's lock-and-fetch on the same PostgreSQL, in the same process: no queue, and no result kept, which is less than Sluice
 * does. Four schedulers drain one table.
 */
final class Peer implements Scenario {
  private static final int SCHEDULERS = 4;
  private static final int THREADS = 8;

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
    List<Double> drained = new ArrayList<>();
    try (HikariDataSource pool = pool(stand)) {
      for (int round = 0; round <= rounds; round++) {
        double figure = drain(pool);
        if (round > 0) {
          drained.add(figure);
        }
      }
    }
    return List.of(new Figure("db-scheduler, lock and fetch: executions drained", "executions/s", drained));
  }

  private double drain(HikariDataSource pool) throws Exception {
    try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists scheduled_tasks");
      statement.execute("""
          create table scheduled_tasks (
            task_name text not null, task_instance text not null, task_data bytea, execution_time timestamptz not null,
            picked boolean not null, picked_by text, last_success timestamptz, last_failure timestamptz, consecutive_failures int,
            last_heartbeat timestamptz, version bigint not null, priority smallint, primary key (task_name, task_instance))""");
      statement.execute("create index on scheduled_tasks (execution_time)");
      statement.execute("create index on scheduled_tasks (last_heartbeat)");
    }
    CountDownLatch left = new CountDownLatch(runs);
    OneTimeTask<Void> task = Tasks.oneTime("no-op").execute((instance, context) -> left.countDown());
    SchedulerClient client = SchedulerClient.Builder.create(pool, task).build();
    Instant due = Instant.now();
    for (int done = 0; done < runs; done += 500) {
      List<TaskInstance<?>> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(500, runs - done); i++) {
        batch.add(task.instance(UUID.randomUUID().toString()));
      }
      client.scheduleBatch(batch, due);
    }
    List<Scheduler> schedulers = new ArrayList<>();
    for (int i = 0; i < SCHEDULERS; i++) {
      schedulers.add(Scheduler.create(pool, task).schedulerName(new SchedulerName.Fixed("peer-" + i))
          .threads(THREADS).pollUsingLockAndFetch(1.0, 4.0).pollingInterval(Duration.ofMillis(100)).build());
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

  private static HikariDataSource pool(Stand stand) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(stand.jdbcUrl());
    config.setUsername("postgres");
    config.setPassword("postgres");
    config.setMaximumPoolSize(SCHEDULERS * (THREADS + 2));
    return new HikariDataSource(config);
  }
}
