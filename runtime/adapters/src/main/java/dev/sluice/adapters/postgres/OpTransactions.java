package dev.sluice.adapters.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.EndedTransactionException;
import dev.sluice.core.store.SharedTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of transactional ops. They have a pool of their own, opened with the first of them: ops may take as long as they
 * like, and commits and heartbeats never wait for their connections. Safe for any thread.
 */
final class OpTransactions implements AutoCloseable {
  private final Supplier<HikariDataSource> open;
  private final String schema;
  private @Nullable HikariDataSource pool;

  OpTransactions(Supplier<HikariDataSource> open, String schema) {
    this.open = open;
    this.schema = schema;
  }

  private synchronized HikariDataSource pool() {
    HikariDataSource opened = pool;
    if (opened == null) {
      opened = open.get();
      pool = opened;
    }
    return opened;
  }

  /** Does the work, and commits it with its output if the attempt may still commit. */
  boolean run(String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work) throws Exception {
    try (Connection connection = connect()) {
      try {
        boolean committed = run(connection, worker, attempt, holdsMessage, work);
        end(connection, committed);
        return committed;
      } catch (Exception e) {
        Ends.rollBack(pool(), connection, e);
        throw e;
      } catch (Error e) {
        Ends.discard(pool(), connection, e);
        throw e;
      }
    }
  }

  private boolean run(Connection connection, String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work)
      throws Exception {
    Optional<Instant> begun = begin(connection, worker, attempt);
    Optional<String> output = begun.isPresent() ? work.run(connection) : Optional.empty();
    return output.isPresent() && commit(connection, worker, begun.get(), work.outbox(),
        new Attempt(attempt, new ExecutionResult.Success(output.get()), Optional.empty(), holdsMessage));
  }

  private Connection connect() {
    try {
      return pool().getConnection();
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /**
   * Opens the transaction and returns its time; empty if the attempt has lost its right already. Locks nothing: the row of the op must
   * stay free for heartbeats, cancels and recovery while the op's code runs. The first thing it writes is the trace of itself, for the
   * certificate: what ends this transaction by a COMMIT of its own leaves that trace, too.
   */
  private static Optional<Instant> begin(Connection connection, String worker, LeaseToken attempt) {
    try {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement("""
          with held as (
            select o.run_id, o.op_key, o.attempt
            from op_execution o
            join job_run r on r.run_id = o.run_id and not r.cancel_requested
            where o.run_id = ? and o.op_key = ? and o.attempt = ? and o.state::text = 'RUNNING' and o.lease_owner = ?)
          insert into op_effect (run_id, op_key, attempt) select run_id, op_key, attempt from held
          returning now() as begun""")) {
        statement.setObject(1, attempt.key().runId().value());
        statement.setString(2, attempt.key().opKey());
        statement.setInt(3, attempt.attempt());
        statement.setString(4, worker);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.ofNullable(Rows.instant(row, "begun")) : Optional.empty();
        }
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /** Writes what a group commit writes, under the same fence, and commits it with the op's own SQL. */
  private boolean commit(Connection connection, String worker, Instant begun, List<OutboxMessage> outbox, Attempt success) {
    try {
      Standstill.bound(connection); // from here on it locks what others want; the op's own code may take its time
      connection.setSchema(schema); // the op may have looked elsewhere, and the connection goes back to a pool
      checkSameTransaction(connection, begun, success.token());
      EventTable events = new EventTable(connection, worker);
      Successes.Written written = new Successes(worker).write(connection, List.of(success));
      if (written.committed().isEmpty()) {
        return false;
      }
      Settlement settlement = new Settlement(connection, events);
      settlement.follow(written);
      settlement.finish();
      events.flush();
      new OutboxTable(connection).add(outbox);
      connection.commit();
      return true;
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /** The connection refuses a commit, but not the word in a statement's text: a transaction that began later was not ours all along. */
  private static void checkSameTransaction(Connection connection, Instant begun, LeaseToken attempt) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select now() as begun"); ResultSet row = statement.executeQuery()) {
      row.next();
      if (!begun.equals(Rows.instant(row, "begun"))) {
        throw new EndedTransactionException(attempt);
      }
    }
  }

  /** Returns the attempts at ops of a run whose own SQL stands; one that stands twice is there twice. */
  static List<LeaseToken> effects(Connection connection, RunId runId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select run_id, op_key, attempt from op_effect where run_id = ? order by op_key, attempt")) {
      statement.setObject(1, runId.value());
      List<LeaseToken> attempts = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          attempts.add(new LeaseToken(Rows.key(row), row.getInt("attempt")));
        }
      }
      return attempts;
    }
  }

  /** Rolls back what is not to be committed, and leaves the connection as it was found. */
  private void end(Connection connection, boolean committed) {
    try {
      if (!committed) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      pool().evictConnection(connection); // closing it rolls back too
    }
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
