package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Calls runs off, each with everything below it: what waits is CANCELED at once, what runs is told. */
final class Cancellations {
  /** An op execution, and the sub-job that it has waited for longer than it may. */
  record Overdue(IdempotencyKey op, RunId child) {}

  private final Connection connection;
  private final EventTable events;

  Cancellations(Connection connection) {
    this.connection = connection;
    this.events = new EventTable(connection, "canceler");
  }

  /** Calls a run off; false if there is no such run or it is terminal. */
  boolean callOff(RunId run, String reason) throws SQLException {
    return callOff(run, new Parents(connection, events).lockTree(run), reason);
  }

  private boolean callOff(RunId run, Set<RunId> below, String reason) throws SQLException {
    Set<RunId> tree = new HashSet<>(below);
    tree.add(run);
    Lanes.lockAll(connection, tree);
    Settlement settlement = new Settlement(connection, events);
    if (!callOffOnly(run, reason, settlement)) {
      return false;
    }
    for (RunId child : below) {
      callOffOnly(child, "the run that it is part of was called off: " + reason, settlement);
    }
    settlement.finish();
    events.flush();
    return true;
  }

  private boolean callOffOnly(RunId run, String reason, Settlement settlement) throws SQLException {
    if (!new RunTable(connection).requestCancel(run)) {
      return false;
    }
    events.add(EventType.RUN_CANCEL_REQUESTED, run, reason);
    settlement.cancelWaiting(run, reason);
    Notices.announceCancel(connection, run);
    return true;
  }

  /** Lists op executions that wait for a sub-job whose time is up, the longest overdue first. */
  static List<Overdue> overdue(Connection connection, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select run_id, op_key, child from op_execution
        where state = 'PENDING' and not ready and not_before <= platform_time() and awaiting and child is not null
        order by not_before limit ?""")) {
      statement.setInt(1, limit);
      List<Overdue> overdue = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          overdue.add(new Overdue(Rows.key(row), new RunId(row.getObject("child", UUID.class))));
        }
      }
      return overdue;
    }
  }

  /** Calls off the sub-job that an op execution waits for; false if it waits no more, or somebody else has done this meanwhile. */
  boolean callOffChild(Overdue overdue, String reason) throws SQLException {
    // Runs before the row of the op that waits for them, as whoever ends them does.
    Set<RunId> below = new Parents(connection, events).lockTree(overdue.child());
    return isStill(overdue) && callOff(overdue.child(), below, reason);
  }

  /** Tells whether it is, and sees to it that nobody finds it so again. */
  private boolean isStill(Overdue overdue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution set not_before = null
        where run_id = ? and op_key = ? and awaiting and child = ? and not_before <= platform_time()""")) {
      new Batch(statement).run(overdue.op().runId()).text(overdue.op().opKey()).run(overdue.child());
      return statement.executeUpdate() == 1;
    }
  }
}
