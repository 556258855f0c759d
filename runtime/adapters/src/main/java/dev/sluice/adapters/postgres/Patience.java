package dev.sluice.adapters.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * How long a call waits for the database's answer. A machine that goes away without a word leaves its callers waiting until their TCP gives up,
 * which takes a quarter of an hour, or hours where it had acknowledged the request. What was cut short so has an outcome that nobody
 * knows, as with any connection that is lost, and is repeated.
 *
 * <p>The server ends a statement a little sooner by itself: it would not notice that nobody waits for its answer any more, and those that
 * stand before a lock would fill up its connections, one for each repetition. So a lock that is held for longer, as by a migration, is
 * an outage, too.
 *
 * @param answer how long a caller waits for the next bytes of an answer; whole seconds, as the driver counts them
 */
record Patience(Duration answer) {
  /** Many times what the longest of the platform's own calls takes: a map of a hundred thousand elements on a slow disk takes ten seconds. */
  static final Patience USUAL = new Patience(Duration.ofMinutes(1));

  /** No rightful work of ours takes so long. */
  private static final Duration LONG = Duration.ofHours(1);

  Patience {
    if (answer.toSeconds() < 1) {
      throw new IllegalArgumentException("a wait for an answer must be >= 1 s, got " + answer);
    }
  }

  /** The driver's property {@code socketTimeout}. */
  String seconds() {
    return Long.toString(answer.toSeconds());
  }

  /** Lets the server end statements, for all transactions of a connection. */
  String bound() {
    return "set statement_timeout = " + answer.multipliedBy(5).dividedBy(6).toMillis();
  }

  /** Lets this transaction take as long as it does. The pool bounds its connection again when it comes back. */
  static void lift(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) LONG.toMillis());
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local statement_timeout = 0");
    }
  }
}
