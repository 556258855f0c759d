package dev.sluice.adapters.postgres;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;

/** Brings the tables to the version of this code, by Flyway; its own lock lets any number of processes try at once. */
final class Migrations {
  private Migrations() {}

  /**
   * Migrates.
   *
   * @throws SchemaMismatchException if the database holds migrations that this code does not know, or other ones under the same version
   */
  static void migrate(DataSource dataSource, String schema) {
    Flyway flyway = Flyway.configure()
        .dataSource(dataSource)
        .schemas(schema)
        .defaultSchema(schema)
        .locations("classpath:dev/sluice/adapters/postgres/migrations")
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns("*:pending")
        // One of the session: a transaction that holds it while another one migrates would stand still (Standstill).
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .load();
    ValidateResult validated = flyway.validateWithResult();
    if (!validated.validationSuccessful) {
      throw new SchemaMismatchException(schema, validated.invalidMigrations.stream()
          .map(Migrations::describe)
          .collect(Collectors.joining("; ")));
    }
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      throw new SchemaMismatchException(schema, Arrays.stream(String.valueOf(e.getMessage()).split("\n")).findFirst().orElse(""), e);
    }
  }

  private static String describe(ValidateOutput invalid) {
    return "version " + invalid.version + " (" + invalid.description + "): "
        + (invalid.errorDetails == null ? "unknown" : invalid.errorDetails.errorMessage.lines().findFirst().orElse(""));
  }
}
