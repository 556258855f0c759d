package dev.sluice.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets runs that ended long ago, and the days of history that no run needs any more; makes room for the days to come. One process
 * does it at a time, the others pass.
 *
 * <p>Each step is a transaction of its own. Whoever makes or drops a day locks the whole history (PostgreSQL's documentation, ACCESS EXCLUSIVE),
 * against every submit, claim and commit: that must not last as long as the deletion of a thousand runs does.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int DAYS_AHEAD = 2;
  private static final String PARTITION = "run_event_20";
  /** lock_not_available. */
  private static final String IN_USE = "55P03";

  /** What is done to the tables; returns how many rows are gone. */
  @FunctionalInterface
  private interface Step {
    int take(Connection connection) throws SQLException;
  }

  private final Database database;

  Retention(Database database) {
    this.database = database;
  }

  /** Forgets at most so many runs, oldest first; returns how many. */
  int forget(Duration age, int limit) {
    change("select make_event_partitions(" + DAYS_AHEAD + ")");
    int forgotten = alone("runs that ended long ago", "2s", connection -> deleteRuns(connection, age, limit));
    for (String day : database.inTransaction(Retention::pastDays)) {
      change("drop table if exists \"" + day + "\"");
    }
    alone("history without a day of its own", "2s", connection -> execute(connection,
        "delete from run_event_rest e where not exists (select from job_run r where r.run_id = e.run_id)"));
    return forgotten;
  }

  /**
   * Makes or drops days. Whoever waits for a lock of the whole history makes all others wait behind him, as long as somebody reads it: so he
   * gives up before long. There is time: rooms are made days ahead, and what has no room goes to the rest.
   */
  private void change(String sql) {
    alone(sql, "500ms", connection -> execute(connection, sql));
  }

  /** Takes a step, unless another process is at it, or a transaction is in its way: then the next pass does. */
  private int alone(String what, String lockTimeout, Step step) {
    return database.inLongTransaction(connection -> {
      if (!isAlone(connection)) {
        return 0;
      }
      execute(connection, "set local lock_timeout = '" + lockTimeout + "'");
      try {
        return step.take(connection);
      } catch (SQLException e) {
        if (!IN_USE.equals(e.getSQLState())) {
          throw e;
        }
        connection.rollback();
        LOG.info("somebody uses the tables; left to the next pass of retention: {}", what);
        return 0;
      }
    });
  }

  private static boolean isAlone(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select pg_try_advisory_xact_lock(hashtext(current_schema() || ' retention'))");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static int deleteRuns(Connection connection, Duration age, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with old as (
          select run_id from job_run
          where run_id < first_run_id(platform_time() - ? * interval '1 millisecond')
            and finished_at < platform_time() - ? * interval '1 millisecond'
            and not exists (select from dead_letter d where d.run_id = job_run.run_id and d.left_at is null)
            and (parent_run is null or not exists (
              with recursive above as (
                select p.run_id, p.parent_run, p.finished_at from job_run p where p.run_id = job_run.parent_run
                union all
                select p.run_id, p.parent_run, p.finished_at from above a join job_run p on p.run_id = a.parent_run)
              select from above a
              where a.finished_at is null or a.finished_at >= platform_time() - ? * interval '1 millisecond'
                or exists (select from dead_letter d where d.run_id = a.run_id and d.left_at is null)))
          order by run_id limit ?
          for update skip locked),
        widths as (
          delete from slot_group g using (
            select distinct o.concurrency from old join op_execution o on o.run_id = old.run_id
            where starts_with(o.concurrency, o.run_id::text)) w
          where g.concurrency = w.concurrency),
        limits as (delete from op_limit l using old where l.run_id = old.run_id),
        ops as (delete from op_execution o using old where o.run_id = old.run_id),
        checkpoints as (delete from op_checkpoint c using old where c.run_id = old.run_id),
        progress as (delete from op_progress p using old where p.run_id = old.run_id),
        failures as (delete from op_failure f using old where f.run_id = old.run_id),
        effects as (delete from op_effect e using old where e.run_id = old.run_id)
        delete from job_run r using old where r.run_id = old.run_id""")) {
      new Batch(statement).bigint(age.toMillis()).bigint(age.toMillis()).bigint(age.toMillis()).integer(limit);
      return statement.executeUpdate();
    }
  }

  /**
   * A run's events are not older than the run, so a day may go when no run is left that was submitted before its end. When it was submitted
   * its id tells, by the clock of whoever submitted it, while events have the database's time: of a clock that is ahead an event
   * may lie in the day before the run's. So a day is kept for another one; it also outlasts the transactions that began in it, whose
   * runs nobody sees yet.
   */
  private static List<String> pastDays(Connection connection) throws SQLException {
    List<String> past = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement("""
        select day.name from (
          select c.relname as name, to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC' + interval '2 days' as over
          from pg_inherits i join pg_class c on c.oid = i.inhrelid
          where i.inhparent = 'run_event'::regclass and starts_with(c.relname, ?)) day
        where day.over <= platform_time() and not exists (select from job_run where run_id < first_run_id(day.over))
        order by day.name""")) {
      new Batch(statement).text(PARTITION);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          past.add(row.getString("name"));
        }
      }
    }
    return past;
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    }
  }
}
