package dev.sluice.infra.database;

import com.pulumi.aws.rds.Instance;
import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.aws.rds.ParameterGroup;
import com.pulumi.aws.rds.ParameterGroupArgs;
import com.pulumi.aws.rds.SubnetGroup;
import com.pulumi.aws.rds.SubnetGroupArgs;
import com.pulumi.aws.rds.inputs.ParameterGroupParameterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.configuration.DatabaseConfiguration;
import dev.sluice.infra.network.Place;
import java.util.List;
import java.util.Map;

/** PostgreSQL on RDS: private, encrypted, backed up, with a password that only Secrets Manager and the instance know. */
public final class Database extends ComponentResource {
  /**
   * What a database is made from.
   *
   * @param identifier name of the instance in RDS
   * @param configuration what it is like
   * @param place network whose private subnets it stands in
   * @param securityGroups ids of its security groups
   * @param isProtected whether neither Pulumi nor RDS deletes it
   */
  public record Args(
      String identifier,
      DatabaseConfiguration configuration,
      Place place,
      Output<List<String>> securityGroups,
      boolean isProtected) {}

  private final String user;
  private final Output<String> url;
  private final Output<String> identifier;
  private final DatabasePassword password;

  public Database(String name, Args args, ComponentResourceOptions options) {
    super("sluice:database:Database", name, options);
    DatabaseConfiguration configuration = args.configuration();
    password = new DatabasePassword(name + "-password",
        new DatabasePassword.Args(args.identifier() + "/database-password", configuration.passwordGeneration(),
            configuration.secretRecovery()),
        ComponentResourceOptions.builder().parent(this).build());

    var child = CustomResourceOptions.builder().parent(this).build();
    SubnetGroup subnets = new SubnetGroup(name, SubnetGroupArgs.builder()
        .name(args.identifier())
        .description("Private subnets")
        .subnetIds(Output.all(args.place().privateSubnets()))
        .build(), child);
    // Named by Pulumi: a new major version needs a new family, and the new group must stand before the old one goes.
    ParameterGroup parameters = new ParameterGroup(name, ParameterGroupArgs.builder()
        .family("postgres" + configuration.majorVersion())
        .description("Sluice")
        .parameters(parameter("rds.force_ssl", configuration.tls() ? "1" : "0"), parameter("log_min_duration_statement", "1000"))
        .build(), child);

    InstanceArgs.Builder inputs = InstanceArgs.builder()
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
        // What a stack file asks for holds after the update: guards count a larger class's connections from then on, and RDS refuses
        // another major version without a word that it is meant (docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html).
        .allowMajorVersionUpgrade(true)
        .applyImmediately(true)
        .dbName(configuration.databaseName())
        .username(configuration.user())
        .password(password.text())
        .dbSubnetGroupName(subnets.name())
        .parameterGroupName(parameters.name())
        .vpcSecurityGroupIds(args.securityGroups())
        .enabledCloudwatchLogsExports(configuration.logs() ? List.of("postgresql", "upgrade") : List.of())
        .deletionProtection(args.isProtected())
        .skipFinalSnapshot(configuration.finalSnapshot().isEmpty());
    configuration.finalSnapshot().ifPresent(ending -> inputs.finalSnapshotIdentifier(args.identifier() + "-" + ending));
    Instance instance =
        new Instance(name, inputs.build(), CustomResourceOptions.builder().parent(this).protect(args.isProtected()).build());

    user = configuration.user();
    identifier = instance.identifier();
    url = Output.format("jdbc:postgresql://%s:%s/%s%s",
        instance.address(), instance.port(), instance.dbName(), configuration.tls() ? "?sslmode=require" : "");
    registerOutputs(Map.of("url", url));
  }

  private static ParameterGroupParameterArgs parameter(String name, String value) {
    return ParameterGroupParameterArgs.builder().name(name).value(value).build();
  }

  /** Returns the JDBC address, without user and password. */
  public Output<String> url() {
    return url;
  }

  /** Returns how CloudWatch's metrics name the instance. */
  public Output<String> identifier() {
    return identifier;
  }

  public String user() {
    return user;
  }

  /** Returns where a task definition finds the password ({@code valueFrom}). */
  public Output<String> passwordSecretArn() {
    return password.secretArn();
  }
}
