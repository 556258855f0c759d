package dev.sluice.adapters.postgres;

import dev.sluice.core.run.RunId;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.schedule.ScheduleState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of schedules. */
final class ScheduleTable {
  private static final String COLUMNS =
      "name, job_name, recurrence, zone, missed, input, active, paused, next_tick, last_tick, last_run, last_run_at";
  private static final String DUE = "active and not paused and (next_tick is null or next_tick <= platform_time())";

  private final Connection connection;

  ScheduleTable(Connection connection) {
    this.connection = connection;
  }

  /** A schedule that is locked, and the time of the transaction. */
  record Locked(ScheduleState schedule, Instant now) {}

  /** Locks rows in the order of their names, so that coordinators that start together do not wait for each other in a circle. */
  void define(Collection<ScheduleDefinition> definitions) throws SQLException {
    List<ScheduleDefinition> sorted = definitions.stream().sorted(Comparator.comparing(ScheduleDefinition::name)).toList();
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into schedule as s (name, job_name, recurrence, zone, missed, input, active)
        select d.name, d.job_name, d.recurrence, d.zone, d.missed, d.input, true
        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
          as d (name, job_name, recurrence, zone, missed, input)
        order by d.name
        on conflict (name) do update set
          job_name = excluded.job_name, recurrence = excluded.recurrence, zone = excluded.zone, missed = excluded.missed,
          input = excluded.input, active = true,
          next_tick = case when s.recurrence = excluded.recurrence and s.zone = excluded.zone then s.next_tick end""")) {
      new Batch(statement)
          .texts(sorted, ScheduleDefinition::name)
          .texts(sorted, ScheduleDefinition::job)
          .texts(sorted, ScheduleDefinition::when)
          .texts(sorted, ScheduleDefinition::zone)
          .texts(sorted, definition -> definition.missed().name())
          .texts(sorted, ScheduleDefinition::input);
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        with gone as (select name from schedule where active and not name = any (?) order by name for update)
        update schedule s set active = false, next_tick = null from gone where s.name = gone.name""")) {
      new Batch(statement).texts(sorted, ScheduleDefinition::name);
      statement.executeUpdate();
    }
  }

  List<String> due(Set<String> jobs, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select name from schedule where " + DUE
        + " and job_name = any (?) order by next_tick nulls first, name limit ?")) {
      new Batch(statement).texts(jobs, job -> job).integer(limit);
      List<String> names = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.add(row.getString("name"));
        }
      }
      return names;
    }
  }

  /** Locks a schedule if it is due and nobody else has it. A row that was advanced meanwhile is looked at again as it is now. */
  Optional<Locked> lockDue(String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select " + COLUMNS + ", platform_time() as at from schedule where name = ? and "
        + DUE + " for update skip locked")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(new Locked(state(row), Objects.requireNonNull(Rows.instant(row, "at")))) : Optional.empty();
      }
    }
  }

  void advance(String name, Firing firing) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("update schedule set next_tick = ?, last_tick = coalesce(?, last_tick) where name = ?")) {
      bind(statement, 1, firing.next());
      bind(statement, 2, firing.ticks().isEmpty() ? null : firing.ticks().get(firing.ticks().size() - 1));
      statement.setString(3, name);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
    if (instant == null) {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(index, instant.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }

  /** Notes the latest run; tells whether there is such a schedule. */
  boolean started(String name, RunId run) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("update schedule set last_run = ?, last_run_at = platform_time() where name = ?")) {
      statement.setObject(1, run.value());
      statement.setString(2, name);
      return statement.executeUpdate() == 1;
    }
  }

  /** Pauses or resumes; tells whether there is such a schedule. */
  boolean pause(String name, boolean paused) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "update schedule set next_tick = case when paused = ? then next_tick end, paused = ? where name = ?")) {
      statement.setBoolean(1, paused);
      statement.setBoolean(2, paused);
      statement.setString(3, name);
      return statement.executeUpdate() == 1;
    }
  }

  List<ScheduleState> list() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select " + COLUMNS + " from schedule order by name");
        ResultSet row = statement.executeQuery()) {
      List<ScheduleState> schedules = new ArrayList<>();
      while (row.next()) {
        schedules.add(state(row));
      }
      return schedules;
    }
  }

  Optional<ScheduleState> find(String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select " + COLUMNS + " from schedule where name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(state(row)) : Optional.empty();
      }
    }
  }

  private static ScheduleState state(ResultSet row) throws SQLException {
    ScheduleDefinition definition = new ScheduleDefinition(row.getString("name"), row.getString("job_name"), row.getString("recurrence"),
        row.getString("zone"), MissedTicks.valueOf(row.getString("missed")), row.getString("input"));
    UUID lastRun = row.getObject("last_run", UUID.class);
    return new ScheduleState(definition, row.getBoolean("active"), row.getBoolean("paused"), Rows.instant(row, "next_tick"),
        Rows.instant(row, "last_tick"), lastRun == null ? null : new RunId(lastRun), Rows.instant(row, "last_run_at"));
  }
}
