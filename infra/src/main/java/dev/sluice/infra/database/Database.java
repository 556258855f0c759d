package dev.sluice.infra.database;

import com.pulumi.aws.rds.Instance;
import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.configuration.DatabaseConfiguration;
import java.util.Map;

/** PostgreSQL on RDS: private, encrypted, backed up, with a password that only Secrets Manager and the instance know. */
public final class Database extends ComponentResource {
  /**
   * What a database is made from.
   *
   * @param identifier name of the instance in RDS
   * @param configuration what it is like
   */
  public record Args(String identifier, DatabaseConfiguration configuration) {}

  private final String user;
  private final Output<String> url;
  private final DatabasePassword password;

  public Database(String name, Args args, ComponentResourceOptions options) {
    super("sluice:database:Database", name, options);
    DatabaseConfiguration configuration = args.configuration();
    password = new DatabasePassword(name + "-password",
        new DatabasePassword.Args(args.identifier() + "/database-password", configuration.secretRecovery()),
        ComponentResourceOptions.builder().parent(this).build());

    Instance instance = new Instance(name, InstanceArgs.builder()
        .identifier(args.identifier())
        .engine("postgres")
        .engineVersion(Integer.toString(configuration.majorVersion()))
        .instanceClass(configuration.instanceClass())
        .storageType("gp3")
        .allocatedStorage(configuration.storage())
        .maxAllocatedStorage(configuration.storageLimit())
        .storageEncrypted(true)
        .publiclyAccessible(false)
        .multiAz(configuration.multiZone())
        .backupRetentionPeriod((int) configuration.backupRetention().toDays())
        .copyTagsToSnapshot(true)
        .autoMinorVersionUpgrade(true)
        .dbName(configuration.databaseName())
        .username(configuration.user())
        .password(password.text())
        .skipFinalSnapshot(true)
        .build(), CustomResourceOptions.builder().parent(this).build());

    user = configuration.user();
    url = Output.format("jdbc:postgresql://%s:%s/%s", instance.address(), instance.port(), instance.dbName());
    registerOutputs(Map.of("url", url));
  }

  /** Returns the JDBC address, without user and password. */
  public Output<String> url() {
    return url;
  }

  public String user() {
    return user;
  }

  /** Returns where a task definition finds the password ({@code valueFrom}). */
  public Output<String> passwordSecretArn() {
    return password.secretArn();
  }
}
