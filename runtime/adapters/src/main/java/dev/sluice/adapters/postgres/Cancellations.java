package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
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
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls runs off, each with everything below it: what waits is CANCELED at once, what runs is told. */
final class Cancellations {
  /** An op execution, and the sub-job that it has waited for longer than it may. */
  record Overdue(IdempotencyKey op, RunId child) {}

  /** So often it passes over rows that others hold, before it waits for them. */
  private static final int LOOKS = 10;

  private static final String CALL_OFF = """
      with waiting as (
        select run_id, op_key from op_execution where run_id = ? and state in ('WAITING', 'PENDING') for no key update %s)
      update op_execution o
      set state = 'CANCELED', ready = false, ready_since = null, not_before = null, parked = false, awaiting = false
      from waiting w
      where o.run_id = w.run_id and o.op_key = w.op_key
      returning o.run_id, o.op_key, o.attempt, o.limited, '{}'::text[] as downstream, false as watched, o.may_fail,
                o.slot_group is not null as holds_slot, o.concurrency""";

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
    callOffWaiting(run, reason, settlement);
    Notices.announceCancel(connection, run);
    return true;
  }

  /**
   * Calls off what has not begun. What is held by others is being claimed: by the time that a claim has ended, a commit may hold the row which
   * waits for this run (decision 12), so that the row is passed over and looked at anew, as long as it still waits.
   */
  private void callOffWaiting(RunId run, String reason, Settlement settlement) throws SQLException {
    List<Settled> canceled = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    AtomicBoolean areLeft = new AtomicBoolean(true);
    for (int look = 1; areLeft.get(); look++) {
      new Pipeline(connection)
          .add(CALL_OFF.formatted(look < LOOKS ? "skip locked" : ""), batch -> batch.run(run), row -> {
            while (row.next()) {
              Settled op = Settled.read(row, OpState.CANCELED);
              events.add(EventType.OP_CANCELED, op.key(), row.getInt("attempt"), reason);
              canceled.add(op);
              if (row.getString("concurrency") != null) {
                keys.add(row.getString("concurrency"));
              }
            }
          })
          .add("select exists (select from op_execution where run_id = ? and state in ('WAITING', 'PENDING'))", batch -> batch.run(run), row -> {
            row.next();
            areLeft.set(row.getBoolean(1));
          })
          .run();
      if (areLeft.get()) {
        Database.backOff(look);
      }
    }
    settlement.calledOff(canceled, keys);
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
