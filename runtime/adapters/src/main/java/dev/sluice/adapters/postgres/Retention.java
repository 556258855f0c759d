package dev.sluice.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Forgets runs that ended long ago, and the days of history that no run needs any more; makes room for the days to come. One process
 * does it at a time, the others pass.
 */
final class Retention {
  private static final int DAYS_AHEAD = 2;
  private static final String PARTITION = "run_event_20";

  private final Connection connection;

  Retention(Connection connection) {
    this.connection = connection;
  }

  /** Forgets at most so many runs, oldest first; returns how many. */
  int forget(Duration age, int limit) throws SQLException {
    if (!isAlone()) {
      return 0;
    }
    // A transaction that uses the table keeps a partition from being made or dropped: better to try again later than to hold up the rest.
    execute("set local lock_timeout = '2s'");
    execute("select make_event_partitions(" + DAYS_AHEAD + ")");
    int forgotten = deleteRuns(age, limit);
    dropDays();
    return forgotten;
  }

  private boolean isAlone() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select pg_try_advisory_xact_lock(hashtext(current_schema() || ' retention'))");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private int deleteRuns(Duration age, int limit) throws SQLException {
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
  private void dropDays() throws SQLException {
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
    for (String day : past) {
      execute("drop table \"" + day + "\"");
    }
    execute("delete from run_event_rest e where not exists (select from job_run r where r.run_id = e.run_id)");
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
