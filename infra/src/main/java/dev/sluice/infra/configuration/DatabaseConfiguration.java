package dev.sluice.infra.configuration;

import java.time.Duration;

/**
 * What the database is like.
 *
 * @param databaseName database in the instance
 * @param user role that owns it
 * @param majorVersion PostgreSQL major version
 * @param instanceClass RDS instance class
 * @param storage GiB at creation
 * @param storageLimit GiB that it may grow to
 * @param backupRetention how far back a restore reaches
 * @param multiZone whether a standby is kept in another zone
 * @param tls whether it takes encrypted connections only
 * @param logs whether its log goes to CloudWatch
 * @param passwordGeneration which password, counted from 1
 * @param secretRecovery how long a deleted secret can be brought back
 */
public record DatabaseConfiguration(
    String databaseName,
    String user,
    int majorVersion,
    String instanceClass,
    int storage,
    int storageLimit,
    Duration backupRetention,
    boolean multiZone,
    boolean tls,
    boolean logs,
    int passwordGeneration,
    Duration secretRecovery) {

  /** Reads the keys that make it up. */
  public static DatabaseConfiguration read(ConfigurationText text) {
    return new DatabaseConfiguration(
        text.text(ConfigurationKey.DATABASE_NAME),
        text.text(ConfigurationKey.DATABASE_USER),
        text.integer(ConfigurationKey.DATABASE_MAJOR_VERSION),
        text.text(ConfigurationKey.DATABASE_INSTANCE_CLASS),
        text.integer(ConfigurationKey.DATABASE_STORAGE),
        text.integer(ConfigurationKey.DATABASE_STORAGE_LIMIT),
        text.duration(ConfigurationKey.DATABASE_BACKUP_RETENTION),
        text.flag(ConfigurationKey.DATABASE_MULTI_ZONE),
        text.flag(ConfigurationKey.DATABASE_TLS),
        text.flag(ConfigurationKey.DATABASE_LOGS),
        text.integer(ConfigurationKey.DATABASE_PASSWORD_GENERATION),
        text.duration(ConfigurationKey.SECRET_RECOVERY));
  }
}
