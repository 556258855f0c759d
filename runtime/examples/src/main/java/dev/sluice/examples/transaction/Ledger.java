package dev.sluice.examples.transaction;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A transactional op: its rows and its result stand or fall together, even if an attempt fails or is tried twice; so does the message
 * that it leaves for the world outside. A booking, and the letter that confirms it.
 */
public final class Ledger implements JobSource<Ledger.Booking, Ledger.Balance> {
  /** Money for an account. */
  public record Booking(String account, int cents) {}

  /** What an account holds. */
  public record Balance(String account, int cents, int attempt) {}

  @Override
  public Job<Booking, Balance> define(JobBuilder<Booking> job) {
    // Stands for a migration of yours, which makes a job's tables once, before its runs, in a schema of their own.
    Op<Boolean> table = job.transactional("migrate", Boolean.class, (booking, context, connection) -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("create schema if not exists example");
        return statement.execute("create table if not exists example.ledger (account text not null, cents integer not null)");
      }
    });
    return job.output(job.transactional("book", Balance.class, (booking, context, connection) -> {
      insert(connection, booking);
      if (context.attempt() == 1) {
        throw new IllegalStateException("after its SQL, which is rolled back");
      }
      Balance balance = new Balance(booking.account(), sum(connection, booking.account()), context.attempt());
      context.outbox("letters", booking.account(), balance);
      return balance;
    }).after(table).retry(new Retry(3, Duration.ofMillis(50), 1, Duration.ofMillis(50), 0)));
  }

  private static void insert(Connection connection, Booking booking) throws SQLException {
    String sql = "insert into example.ledger (account, cents) values (?, ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, booking.account());
      insert.setInt(2, booking.cents());
      insert.executeUpdate();
    }
  }

  private static int sum(Connection connection, String account) throws SQLException {
    String sql = "select sum(cents) from example.ledger where account = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, account);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
