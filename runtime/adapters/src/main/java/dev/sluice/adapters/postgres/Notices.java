package dev.sluice.adapters.postgres;

import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.Subscription;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What transactions announce with {@code NOTIFY}, received over a connection of its own, which is opened again whenever it is lost.
 * Safe for any thread.
 *
 * <p>A transaction that notifies holds a lock of the whole server until it has committed (PostgreSQL's documentation of NOTIFY and
 * {@code PreCommit_Notify}), so that the end of a run is announced only where somebody watches the run.
 */
final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final String ENDED = "ended ";
  private static final String CANCELED = "canceled ";
  /** After so long without a notice the database is asked whether it is still there: a listener sends nothing, and so would never know. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * The channel of a schema. A channel's name may be no longer than a schema's, so that the schema goes by its digest; as letters and
   * digits it needs no quoting either.
   */
  private static final String CHANNEL = "'sluice_' || md5(current_schema())";

  /** The SQL that announces the end of the run in column {@code run_id}. */
  static final String ANNOUNCE_END = "pg_notify(" + CHANNEL + ", '" + ENDED + "' || run_id)";

  private final String url;
  private final Properties login;
  private final String schema;
  private final Duration patience;
  private final List<RunSubscriber> subscribers = new CopyOnWriteArrayList<>();
  private @Nullable Thread thread;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  Notices(String url, Properties login, String schema, Patience patience) {
    this.url = url;
    this.login = login;
    this.schema = schema;
    this.patience = patience.answer().compareTo(LONGEST_SILENCE) < 0 ? patience.answer() : LONGEST_SILENCE;
  }

  /** Announces within a transaction that a run was called off. */
  static void announceCancel(Connection connection, RunId runId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_notify(" + CHANNEL + ", '" + CANCELED + "' || ?)")) {
      statement.setString(1, runId.toString());
      statement.execute();
    }
  }

  /** Tells a subscriber of everything from now on, until what is returned is closed. The first one opens the connection. */
  Subscription subscribe(RunSubscriber subscriber) {
    subscribers.add(subscriber);
    synchronized (this) {
      if (thread == null && !closed) {
        thread = new Thread(this::listen, "notices");
        thread.setDaemon(true);
        thread.start();
      }
    }
    return () -> subscribers.remove(subscriber);
  }

  private void listen() {
    Duration pause = SHORTEST_PAUSE;
    while (!closed) {
      try (Connection opened = DriverManager.getConnection(url, login)) {
        connection = opened;
        listen(opened);
        subscribers.forEach(RunSubscriber::missed);
        pause = SHORTEST_PAUSE;
        receive(opened);
      } catch (SQLException e) {
        if (!closed) {
          LOG.debug("notices of the database are lost for now", e);
          LockSupport.parkNanos(pause.toNanos());
          pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
      }
    }
  }

  private void listen(Connection opened) throws SQLException {
    opened.setSchema(schema);
    String channel;
    try (PreparedStatement name = opened.prepareStatement("select " + CHANNEL); ResultSet row = name.executeQuery()) {
      row.next();
      channel = row.getString(1);
      if (channel == null) {
        throw new SQLException("there is no schema " + schema + " yet");
      }
    }
    try (PreparedStatement listen = opened.prepareStatement("listen " + channel)) {
      listen.execute();
    }
  }

  private void receive(Connection opened) throws SQLException {
    PGConnection source = opened.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] notices = source.getNotifications((int) patience.toMillis());
      if (notices == null || notices.length == 0) {
        probe(opened);
      } else {
        for (PGNotification notice : notices) {
          tell(notice.getParameter());
        }
      }
    }
  }

  private void probe(Connection opened) throws SQLException {
    if (!opened.isValid((int) patience.toSeconds())) {
      throw new SQLException("the database answers no more");
    }
  }

  private void tell(String text) {
    for (RunSubscriber subscriber : subscribers) {
      try {
        if (text.startsWith(ENDED)) {
          subscriber.ended(RunId.parse(text.substring(ENDED.length())));
        } else if (text.startsWith(CANCELED)) {
          subscriber.canceled(RunId.parse(text.substring(CANCELED.length())));
        }
      } catch (RuntimeException e) {
        LOG.warn("a notice was not understood: {}", text, e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection open = connection;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("closing the connection of the notices", e);
      }
    }
    Thread waiting;
    synchronized (this) {
      waiting = thread;
    }
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }
}
