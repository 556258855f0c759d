package dev.sluice.localstack.rds;

import dev.sluice.localstack.engine.Passwords;
import dev.sluice.localstack.process.LastLines;
import dev.sluice.localstack.process.StateFolder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One PostgreSQL server on a free port of loopback: durable ({@code fsync} and {@code synchronous_commit} are on, which the
 * library switches off), and checking passwords by SCRAM, which the library leaves to trust. Safe for any thread.
 *
 * <p>Its files are in the state folder under {@code postgres-*}, where the guardian looks for the server; it listens on no socket
 * of the file system.
 */
public final class PostgresServer implements AutoCloseable {
  /** The limit that the services' pools must share. */
  static final int MAX_CONNECTIONS = 200;
  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
  private static final String SUPERUSER = "postgres";
  /** SQLSTATE invalid_password. */
  private static final String INVALID_PASSWORD = "28P01";
  private static final String PASSWORD_HBA = "host all all 127.0.0.1/32 scram-sha-256\n";
  /** The library connects without a password once, to see that the server is up; nobody knows the port then. */
  private static final String STARTUP_HBA = "host postgres " + SUPERUSER + " 127.0.0.1/32 trust\n" + PASSWORD_HBA;

  private final EmbeddedPostgres server;
  private final Path data;
  private final String password = Passwords.random(32);

  private PostgresServer(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /**
   * Starts a server and waits until it takes connections.
   *
   * @param name what its folder is called after {@code postgres-}
   * @param binaries folder that keeps the unpacked binaries from one start to the next
   */
  public static PostgresServer start(StateFolder folder, String name, Path binaries) throws IOException, SQLException {
    PostgresBinaries.prepare(binaries);
    Path data = folder.folder("postgres-" + name);
    Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Optional<ClusterTemplate> template = ClusterTemplate.in(binaries);
    boolean copied = template.isPresent() && template.get().copyTo(data);
    Path log = folder.folder("logs").resolve("postgres-" + name + ".log");
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setOverrideWorkingDirectory(binaries.toFile())
          // The library makes a new cluster where it may clean up; the state folder goes as a whole in any case.
          .setCleanDataDirectory(!copied)
          .setRegisterShutdownHook(false)
          .setPGStartupWait(STARTUP_LIMIT)
          .setServerConfig("listen_addresses", "127.0.0.1")
          .setServerConfig("unix_socket_directories", "")
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("max_connections", Integer.toString(MAX_CONNECTIONS))
          .setServerConfig("password_encryption", "scram-sha-256")
          .setLocaleConfig("locale", "C")
          .setOutputRedirector(Redirect.appendTo(log.toFile()))
          .setErrorRedirector(Redirect.appendTo(log.toFile()))
          .setDataDirectoryCustomizer(directory -> {
            template.filter(kept -> !copied).ifPresent(kept -> kept.keep(data));
            writeHba(directory, STARTUP_HBA);
          })
          .start();
      PostgresServer started = new PostgresServer(server, data);
      try {
        started.demandPasswords();
      } catch (IOException | SQLException | RuntimeException e) {
        started.close();
        throw e;
      }
      return started;
    } catch (IllegalStateException | IOException e) {
      throw new IOException("PostgreSQL did not start: " + e.getMessage() + "\n" + LastLines.of(log, 20), e);
    }
  }

  private static void writeHba(File directory, String text) {
    try {
      Files.writeString(directory.toPath().resolve("pg_hba.conf"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void demandPasswords() throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(urlOf("postgres"), SUPERUSER, "");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE " + SUPERUSER + " PASSWORD '" + password + "'");
      Files.writeString(data.resolve("pg_hba.conf"), PASSWORD_HBA);
      statement.execute("SELECT pg_reload_conf()");
    }
    awaitRefusal();
  }

  /** The reload is a signal, so the server is asked until it refuses whoever has no password. */
  private void awaitRefusal() throws SQLException {
    Instant deadline = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(deadline)) {
      try {
        DriverManager.getConnection(urlOf("postgres"), SUPERUSER, "wrong").close();
      } catch (SQLException e) {
        if (INVALID_PASSWORD.equals(e.getSQLState())) {
          return;
        }
        throw e;
      }
    }
    throw new SQLException("PostgreSQL goes on accepting connections without a password");
  }

  public int port() {
    return server.getPort();
  }

  String urlOf(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** Opens a connection as the superuser. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(urlOf("postgres"), SUPERUSER, password);
  }

  /** Returns the version, for example {@code 17.6}. */
  String version() throws SQLException {
    try (Connection connection = connect(); Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SHOW server_version")) {
      version.next();
      return version.getString(1).split(" ")[0];
    }
  }

  /** Stops the server, without waiting for its clients, and deletes its data. */
  @Override
  public void close() throws IOException {
    server.close();
  }
}
