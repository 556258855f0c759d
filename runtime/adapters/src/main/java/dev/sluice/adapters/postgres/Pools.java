package dev.sluice.adapters.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Properties;

/**
 * Makes connections to one database, of each kind that the platform needs.
 *
 * @param patience for calls that are known to be short, and for notices
 */
record Pools(String url, String user, String password, String schema, Patience patience) {
  private static final Duration CONNECTION_WAIT = Duration.ofSeconds(10);
  /** Transactional ops wait for each other's connections as long as that takes, short of forever. */
  private static final Duration OP_CONNECTION_WAIT = Duration.ofMinutes(30);
  private static final int MIGRATING = 4;

  /**
   * Every statement of ours knows its way by an index, and is planned once: plans made for one set of arguments, or when the tables were
   * empty, must not read whole tables later (PostgreSQL's documentation, "Planner Method Configuration" and plan_cache_mode).
   */
  private static final String OUR_PLANS = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; "
      + "set enable_hashjoin = off; set enable_mergejoin = off; " + Standstill.BOUNDED;

  /** A commit goes out in one write: who is stopped between two of them leaves half a request, and the locks of what was done so far. */
  private static final String REQUEST_BYTES = "65536";

  @Override
  public String toString() {
    return "pools of " + url;
  }

  /** For the store's calls, none of which takes long. */
  HikariDataSource forCalls(int size) {
    HikariConfig config = config("sluice", size, CONNECTION_WAIT);
    config.setMinimumIdle(1);
    config.addDataSourceProperty("socketTimeout", patience.seconds());
    config.setConnectionInitSql(OUR_PLANS + "; " + patience.bound());
    return new HikariDataSource(config);
  }

  /** For transactional ops, whose SQL may take as long as it likes. */
  HikariDataSource forOps(int size) {
    return new HikariDataSource(config("sluice ops", size, OP_CONNECTION_WAIT));
  }

  /** For migrations, which read whole tables and wait for locks on them. */
  HikariDataSource forMigrations() {
    HikariConfig config = config("sluice migrations", MIGRATING, CONNECTION_WAIT);
    config.setConnectionInitSql(OUR_PLANS);
    return new HikariDataSource(config);
  }

  /** The one connection that listens. */
  Notices notices() {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("ApplicationName", "sluice notices");
    login.setProperty("tcpKeepAlive", "true");
    login.setProperty("socketTimeout", patience.seconds());
    login.setProperty("socketFactory", PromptSockets.class.getName());
    return new Notices(url, login, schema, patience);
  }

  private HikariConfig config(String name, int size, Duration wait) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setSchema(schema);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(wait.toMillis());
    config.setAutoCommit(true);
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("ApplicationName", "sluice");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("maxSendBufferSize", REQUEST_BYTES);
    return config;
  }
}
