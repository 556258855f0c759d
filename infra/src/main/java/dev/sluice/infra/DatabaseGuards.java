package dev.sluice.infra;

import static dev.sluice.infra.Guard.refuseIf;

import dev.sluice.contract.Setting;
import dev.sluice.infra.configuration.DatabaseConfiguration;
import dev.sluice.infra.configuration.WorkerPool;
import dev.sluice.infra.database.InstanceClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What RDS refuses, and a fleet that its connections could not carry. */
final class DatabaseGuards {
  static final List<Guard> ALL = List.of(
      new Guard("instance-class", DatabaseGuards::instanceClass),
      new Guard("connections-suffice", DatabaseGuards::connectionsSuffice),
      new Guard("database-version", DatabaseGuards::databaseVersion),
      new Guard("database-name", DatabaseGuards::databaseName),
      new Guard("database-storage", DatabaseGuards::databaseStorage),
      new Guard("storage-can-grow", DatabaseGuards::storageCanGrow),
      new Guard("backup-limit", DatabaseGuards::backupLimit),
      new Guard("secret-recovery", DatabaseGuards::secretRecovery));

  private static final int OLDEST_VERSION = 14;
  private static final int NEWEST_VERSION = 18;
  private static final Set<String> RESERVED = Set.of("admin", "rdsadmin", "rds_superuser", "rdsrepladmin", "postgres");

  private DatabaseGuards() {}

  private static Optional<String> instanceClass(StackConfiguration stack) {
    String name = stack.database().instanceClass();
    return refuseIf(InstanceClass.of(name).isEmpty(),
        "databaseInstanceClass %s is not known, so that its connections cannot be counted: take one such as db.t4g.medium", name);
  }

  private static Optional<String> connectionsSuffice(StackConfiguration stack) {
    // A worker has a second pool, as large, for transactional ops: whether jobs have any is not known here.
    int workerPools = 2 * stack.workerPools().stream().mapToInt(WorkerPool::max).sum();
    // A rolling update runs a second coordinator and autoscaler beside the first; people need some, too.
    int others = 2 * stack.compute().coordinatorCount() + ServiceProfile.autoscalers(stack).size() + 1;
    int needed = (workerPools + others) * stack.integer(Setting.DATABASE_POOL_SIZE) + 5;
    return InstanceClass.of(stack.database().instanceClass()).map(InstanceClass::connections)
        .filter(connections -> needed > connections)
        .map(connections -> ("all processes together may hold %d connections, but %s has %d: lower databasePoolSize or a"
            + " pool's max, or take a larger databaseInstanceClass")
            .formatted(needed, stack.database().instanceClass(), connections));
  }

  private static Optional<String> databaseVersion(StackConfiguration stack) {
    int version = stack.database().majorVersion();
    return refuseIf(version < OLDEST_VERSION || version > NEWEST_VERSION,
        "databaseMajorVersion is %d: take %d to %d", version, OLDEST_VERSION, NEWEST_VERSION);
  }

  private static Optional<String> databaseName(StackConfiguration stack) {
    for (String name : List.of(stack.database().databaseName(), stack.database().user())) {
      if (!name.matches("[a-z][a-z0-9_]{0,62}") || RESERVED.contains(name)) {
        return Optional.of("RDS refuses " + name
            + " as databaseName or databaseUser: use small letters, digits and _, and no name of its own");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> databaseStorage(StackConfiguration stack) {
    int storage = stack.database().storage();
    return refuseIf(storage < 20 || storage > 65_536, "databaseStorage is %d GiB: gp3 has 20 to 65536", storage);
  }

  private static Optional<String> storageCanGrow(StackConfiguration stack) {
    DatabaseConfiguration database = stack.database();
    return refuseIf(database.storageLimit() * 10L < database.storage() * 11L,
        "databaseStorageLimit is %d GiB: RDS wants a tenth more than databaseStorage, so at least %d",
        database.storageLimit(), (database.storage() * 11 + 9) / 10);
  }

  private static Optional<String> backupLimit(StackConfiguration stack) {
    Duration retention = stack.database().backupRetention();
    return refuseIf(!Guard.isWholeDays(retention) || retention.toDays() > 35,
        "databaseBackupRetention is %s: RDS keeps backups for whole days, 1d to 35d, or 0d for none", retention);
  }

  private static Optional<String> secretRecovery(StackConfiguration stack) {
    Duration recovery = stack.database().secretRecovery();
    long days = recovery.toDays();
    return refuseIf(!Guard.isWholeDays(recovery) || days != 0 && (days < 7 || days > 30),
        "secretRecovery is %s: Secrets Manager allows whole days, 7d to 30d, or 0d for none", recovery);
  }
}
