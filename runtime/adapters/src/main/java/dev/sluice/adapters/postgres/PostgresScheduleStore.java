package dev.sluice.adapters.postgres;

import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.schedule.FiredSchedule;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.schedule.ScheduleState;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.schedule.TickPlan;
import dev.sluice.core.schedule.UnknownScheduleException;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.SubmitOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@link ScheduleStore} on PostgreSQL. Who fires a schedule holds its row until its runs are accepted; others pass it by. Safe for any
 * thread.
 */
final class PostgresScheduleStore implements ScheduleStore {
  private final Database database;

  PostgresScheduleStore(Database database) {
    this.database = database;
  }

  @Override
  public void define(Collection<ScheduleDefinition> definitions) {
    database.inTransaction(connection -> {
      new ScheduleTable(connection).define(definitions);
      return true;
    });
  }

  @Override
  public List<String> due(Set<String> jobs, int limit) {
    return database.inTransaction(connection -> new ScheduleTable(connection).due(jobs, limit));
  }

  @Override
  public Optional<FiredSchedule> fire(String name, PublishWindow window, Planner planner) {
    return database.inTransaction(connection -> {
      ScheduleTable table = new ScheduleTable(connection);
      Optional<ScheduleTable.Locked> due = table.lockDue(name);
      if (due.isEmpty()) {
        return Optional.empty();
      }
      TickPlan plan = planner.plan(due.get().schedule(), due.get().now());
      table.advance(name, plan.firing());
      return Optional.of(new FiredSchedule(plan, submit(connection, name, plan.runs(), window)));
    });
  }

  @Override
  public SubmitOutcome trigger(String name, RunRequest run, PublishWindow window) {
    return database.inTransaction(connection -> submit(connection, name, List.of(run), window));
  }

  /** The schedule's row is locked first, as nobody who holds rows of runs or lanes wants one. */
  private static SubmitOutcome submit(Connection connection, String name, List<RunRequest> runs, PublishWindow window) throws SQLException {
    if (runs.isEmpty()) {
      return new SubmitOutcome(List.of(), List.of());
    }
    ScheduleTable table = new ScheduleTable(connection);
    known(table.started(name, runs.get(runs.size() - 1).runId()), name);
    SubmitOutcome outcome = new Submissions(connection, window).insert(runs);
    RunId last = outcome.submissions().get(runs.size() - 1).runId();
    if (!last.equals(runs.get(runs.size() - 1).runId())) {
      table.started(name, last); // the idempotency key was known
    }
    return outcome;
  }

  @Override
  public void pause(String name, boolean paused) {
    known(database.inTransaction(connection -> new ScheduleTable(connection).pause(name, paused)), name);
  }

  private static void known(boolean isKnown, String name) {
    if (!isKnown) {
      throw new UnknownScheduleException(name);
    }
  }

  @Override
  public List<ScheduleState> list() {
    return database.inTransaction(connection -> new ScheduleTable(connection).list());
  }

  @Override
  public ScheduleState find(String name) {
    return database.inTransaction(connection -> new ScheduleTable(connection).find(name))
        .orElseThrow(() -> new UnknownScheduleException(name));
  }
}
