package dev.sluice.infra.configuration;

import java.time.Duration;
import java.util.Optional;

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
 * @param finalSnapshot what the snapshot that it leaves when it is deleted is called after its identifier; empty for none
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
    Duration secretRecovery,
    Optional<String> finalSnapshot) {

  private static final String FINAL = "final";

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
        text.duration(ConfigurationKey.SECRET_RECOVERY),
        text.flag(ConfigurationKey.PROTECTED) ? Optional.of(FINAL) : Optional.empty());
  }

  /** Returns the same with a final snapshot in any case, under a name with this ending: RDS takes none that an earlier one has. */
  public DatabaseConfiguration leavingSnapshot(String ending) {
    return new DatabaseConfiguration(databaseName, user, majorVersion, instanceClass, storage, storageLimit, backupRetention, multiZone,
        tls, logs, passwordGeneration, secretRecovery, Optional.of(FINAL + "-" + ending));
  }
}
