package dev.sluice.adapters.postgres;

/** The tables in the database are not those of this code. */
public final class SchemaMismatchException extends RuntimeException {
  SchemaMismatchException(String schema, String reason) {
    super(message(schema, reason));
  }

  SchemaMismatchException(String schema, String reason, Throwable cause) {
    super(message(schema, reason), cause);
  }

  private static String message(String schema, String reason) {
    return "the tables in schema \"" + schema + "\" are not those of this version: " + reason
        + ". Deploy the version that made them, or give this one a schema of its own with SLUICE_DATABASE_SCHEMA";
  }
}
