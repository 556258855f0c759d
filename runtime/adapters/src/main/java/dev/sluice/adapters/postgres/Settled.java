package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * An op execution that is terminal, and what follows from that.
 *
 * @param downstream keys of the ops that look at it
 * @param limited it may have a place in a lane
 * @param watched something downstream of it has a trigger
 * @param mayFail its failure fails the run only if the run's output does not stand
 * @param holdsSlot it holds a slot of its concurrency key
 */
record Settled(
    IdempotencyKey key, OpState state, List<String> downstream, boolean limited, boolean watched, boolean mayFail, boolean holdsSlot) {

  /** Reads the columns of those names. */
  static Settled read(ResultSet row, OpState state) throws SQLException {
    return new Settled(Rows.key(row), state, Rows.texts(row, "downstream"), row.getBoolean("limited"), row.getBoolean("watched"),
        row.getBoolean("may_fail"), row.getBoolean("holds_slot"));
  }

  /** Returns the keys of the ops that look at it. */
  List<IdempotencyKey> next() {
    return downstream.stream().map(op -> new IdempotencyKey(key.runId(), op)).toList();
  }
}
