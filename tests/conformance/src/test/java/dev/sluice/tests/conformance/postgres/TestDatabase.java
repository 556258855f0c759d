package dev.sluice.tests.conformance.postgres;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;

/** One PostgreSQL for all tests of this process, a schema of its own for each test. */
public final class TestDatabase {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  /** Before what is about another matter than the lines before it. */
  private static final Pattern ENTRY = Pattern.compile("(?m)^(?=[0-9A-Z]{5}:(LOG|WARNING|ERROR|FATAL|PANIC):)");
  private static TestDatabase shared;

  private final EmbeddedPostgres postgres;

  private TestDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts it on first use; it ends with the process. */
  public static synchronized TestDatabase shared() {
    if (shared == null) {
      try {
        shared = new TestDatabase(EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            // A log that tests can read: one file, each entry with its SQLSTATE, and statements whole.
            .setServerConfig("logging_collector", "on")
            .setServerConfig("log_rotation_age", "0")
            .setServerConfig("log_rotation_size", "0")
            .setServerConfig("log_line_prefix", "%e:")
            .setServerConfig("track_activity_query_size", "64kB")
            .start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** The port at which it listens. */
  public int port() {
    return postgres.getPort();
  }

  /** Makes an empty schema. */
  public Schema newEmptySchema() {
    return emptySchema("test_" + SCHEMAS.incrementAndGet());
  }

  /** Makes an empty schema of that name. */
  public Schema emptySchema(String name) {
    return new Schema(name);
  }

  /** Makes a schema with all tables. */
  public Schema newSchema() {
    Schema schema = newEmptySchema();
    schema.database().migrate();
    return schema;
  }

  /** A schema whose time can be moved. */
  public final class Schema implements AutoCloseable {
    private final String name;
    private final Database database;
    private Duration shift = Duration.ZERO;

    private Schema(String name) {
      this.name = name;
      this.database = open(10);
    }

    public String name() {
      return name;
    }

    public Database database() {
      return database;
    }

    /** The JDBC address of its database. */
    public String url() {
      return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }

    /** Opens a further pool on it. */
    public Database open(int poolSize) {
      return Database.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", name, poolSize);
    }

    /** Moves the platform's time in this schema. */
    public void advance(Duration duration) {
      shift = shift.plus(duration);
      execute("create or replace function " + name + ".platform_time() returns timestamptz language sql stable as "
          + "'select now() + " + shift.toMillis() + " * interval ''1 millisecond'''");
    }

    /** Opens a connection of the test's own; its transactions are the test's to end. */
    public Connection connection() throws SQLException {
      Connection connection = postgres.getPostgresDatabase().getConnection();
      connection.setSchema(name);
      return connection;
    }

    /** Makes the tables as a version of the platform left them. */
    public void migrateTo(int version) {
      Flyway.configure().dataSource(postgres.getPostgresDatabase()).schemas(name).defaultSchema(name)
          .locations("classpath:dev/sluice/adapters/postgres/migrations").target(Integer.toString(version)).load().migrate();
    }

    /** Runs a statement as the owner. */
    public void execute(String sql) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Empties all tables, which is faster than to make them anew, and with few rows faster than to truncate them. */
    public void empty() {
      execute(text("select string_agg(format('delete from %s.%I', relnamespace::regnamespace, relname), ';') from pg_class"
          + " where relnamespace = '" + name + "'::regnamespace and relkind in ('r', 'p') and not relispartition"
          + " and relname <> 'flyway_schema_history'"));
    }

    /**
     * Returns what PostgreSQL has logged of the deadlocks that it broke, in all schemas: who waited for whom, and at what. Left out is one with a
     * statement that passes over locked rows: it waits for a row all the same where its lock comes free at that moment and somebody has locked
     * the row's next version ("while locking updated version", heap_lock_updated_tuple), which no order of locks prevents.
     */
    public List<String> deadlocks() {
      String mark = "deadlocks asked for " + UUID.randomUUID();
      execute("do $$ begin raise log '" + mark + "'; end $$");
      String log;
      do {
        log = text("select pg_read_file(pg_current_logfile())"); // another process writes it, a moment later
      } while (!log.contains(mark));
      return ENTRY.splitAsStream(log).filter(entry -> entry.startsWith("40P01") && !entry.contains("skip locked")).toList();
    }

    /** Counts the rows of a table of this schema. */
    public int count(String table) {
      return Integer.parseInt(text("select count(*) from " + table));
    }

    /** Asks for one text, in this schema. */
    public String text(String query) {
      try (Connection connection = connection(); Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getString(1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Returns its tables with their columns, and the migrations with the time at which each was made. */
    public String catalogue() {
      String query = "select string_agg(line, chr(10) order by line) from ("
          + "select table_name || ' ' || column_name || ' ' || data_type as line from information_schema.columns"
          + " where table_schema = '" + name + "' union all select version || ' ' || checksum || ' ' || installed_on"
          + " from " + name + ".flyway_schema_history) as lines";
      try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getString(1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The settings of a service that say where it is. */
    public Map<String, String> settings() {
      return new HashMap<>(Map.of(
          Setting.DATABASE_URL.key(), url(),
          Setting.DATABASE_USER.key(), "postgres",
          Setting.DATABASE_PASSWORD.key(), "postgres",
          Setting.QUEUE_URLS.key(), "{}",
          Setting.DEAD_LETTER_QUEUE_URLS.key(), "{}",
          Setting.DATABASE_SCHEMA.key(), name));
    }

    /** Opens a pool as a service would, with these settings beside those that say where it is. */
    public Database open(Map<Setting, String> changed) {
      Map<String, String> texts = settings();
      changed.forEach((setting, text) -> texts.put(setting.key(), text));
      return Database.open(Settings.of(ServiceKind.COORDINATOR, List.of(new SettingSource("test", texts))));
    }

    @Override
    public void close() {
      database.close();
      execute("drop schema if exists " + name + " cascade");
    }
  }
}
