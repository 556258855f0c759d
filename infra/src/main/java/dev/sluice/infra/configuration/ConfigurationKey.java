package dev.sluice.infra.configuration;

import static dev.sluice.infra.configuration.ConfigurationType.BOOLEAN;
import static dev.sluice.infra.configuration.ConfigurationType.DURATION;
import static dev.sluice.infra.configuration.ConfigurationType.INTEGER;
import static dev.sluice.infra.configuration.ConfigurationType.NAMES;
import static dev.sluice.infra.configuration.ConfigurationType.POOLS;
import static dev.sluice.infra.configuration.ConfigurationType.TEXT;

import java.util.List;

/**
 * What a stack file may say about the infrastructure, one constant each; {@link ConfiguredSettings} adds what it may say to the
 * services. A key without a default text is derived from others, as its reason says.
 */
public enum ConfigurationKey {
  // The stack.
  NAME_PREFIX(TEXT, "", "", "What physical names begin with; empty takes sluice-STACK."),
  PROTECTED(BOOLEAN, "", "true",
      "Whether a mistake must lose nothing: no deletion of database and load balancer, a final snapshot."),
  IMAGE_REPOSITORIES(BOOLEAN, "", "false", "Keep the images in ECR repositories of this stack, under their own prefix."),
  IMAGE_PREFIX(TEXT, "", "sluice", "Registry and folder of the images; the service's name is added."),
  IMAGE_TAG(TEXT, "", "dev", "Tag of the images."),

  // The network.
  NETWORK(List.of("new", "existing"), "new", "Make a VPC, or use one that is there."),
  NETWORK_ADDRESSES(TEXT, "", "10.20.0.0/16", "Addresses of a new VPC, /16 to /23; each of its subnets takes a sixteenth."),
  AVAILABILITY_ZONES(NAMES, "", "", "Zones of a new VPC; empty takes the region's a and b."),
  EGRESS(List.of("nat", "endpoints", "none"), "nat", "How private subnets of a new VPC reach AWS."),
  NAT_PER_ZONE(BOOLEAN, "", "false", "A NAT gateway in each zone, so that the loss of one zone cuts off no other."),
  VPC_ID(TEXT, "", "", "The existing VPC."),
  PUBLIC_SUBNETS(NAMES, "", "", "Public subnets of the existing VPC, for a load balancer that the internet reaches."),
  PRIVATE_SUBNETS(NAMES, "", "", "Private subnets of the existing VPC, for services and database."),

  // Queues.
  QUEUES(NAMES, "", "default", "Logical queues; each becomes a FIFO queue with a dead-letter queue."),
  MESSAGE_RETENTION(DURATION, "", "4d", "How long SQS keeps a message; PostgreSQL still knows the op when it is gone."),
  DEAD_LETTER_RETENTION(DURATION, "", "14d", "How long SQS keeps a dead letter; its own maximum by default."),

  QUEUE_TLS_ONLY(BOOLEAN, "", "true", "Deny requests to the queues that come over plain HTTP."),

  // Payloads that are too large for the database.
  PAYLOAD_BUCKET(BOOLEAN, "", "true", "Keep payloads past payloadInlineLimit in an S3 bucket of this stack; without it they are refused."),
  PAYLOAD_BUCKET_FORCE_DESTROY(BOOLEAN, "", "false", "Let a teardown delete the bucket with all that is in it."),

  // The database.
  DATABASE_NAME(TEXT, "", "sluice", "Database in the instance."),
  DATABASE_USER(TEXT, "", "sluice", "Role that owns it and that the services connect as."),
  DATABASE_MAJOR_VERSION(INTEGER, "", "17", "PostgreSQL major version; RDS takes its newest minor version."),
  DATABASE_INSTANCE_CLASS(TEXT, "", "db.t4g.medium", "RDS instance class; it decides how many connections there may be."),
  DATABASE_STORAGE(INTEGER, "GiB", "20", "Storage at creation."),
  DATABASE_STORAGE_LIMIT(INTEGER, "GiB", "100", "Size that storage may grow to by itself."),
  DATABASE_BACKUP_RETENTION(DURATION, "", "7d", "How far back a restore to a point in time reaches, in whole days; 0d keeps no backups."),
  DATABASE_MULTI_ZONE(BOOLEAN, "", "false", "Keep a standby in another zone."),
  DATABASE_TLS(BOOLEAN, "", "true", "Whether the database takes, and the services make, encrypted connections only."),
  DATABASE_LOGS(BOOLEAN, "", "true", "Send the database's log to CloudWatch."),
  DATABASE_PASSWORD_GENERATION(INTEGER, "", "1",
      "Raise it for a new password; tasks read it at their start, so start them again."),
  SECRET_RECOVERY(DURATION, "", "7d", "How long a deleted secret can be brought back, in whole days; 0d deletes it at once."),

  // Services.
  LAUNCH_TYPE(List.of("FARGATE", "EC2"), "FARGATE", "Who owns the machines under the tasks."),
  ARCHITECTURE(Architecture.names(), "X86_64", "Processors that tasks run on; `images/push` builds the images for them."),
  NETWORK_MODE(List.of("awsvpc", "bridge", "host"), "awsvpc", "How a task gets its network; Fargate knows awsvpc only."),
  ATTACH_NETWORK(List.of("auto", "always"), "auto",
      "Give services subnets and security groups with networkMode awsvpc, or always, as emulators want."),
  MACHINES(List.of("none", "new"), "none",
      "Machines for launch type EC2: those that register themselves, or a new capacity provider's."),
  MACHINE_TYPE(TEXT, "", "", "EC2 instance type of a new capacity provider; empty takes m7i.large, or m7g.large for ARM64."),
  MIN_MACHINES(INTEGER, "instances", "1", "Fewest machines of a new capacity provider."),
  MAX_MACHINES(INTEGER, "instances", "4", "Most machines of a new capacity provider."),
  DISCOVERY(BOOLEAN, "", "true", "Give the coordinator a name of its own inside the VPC (Cloud Map)."),
  SIMULATOR(BOOLEAN, "", "true", "Register the simulator's task definition, for one-off load runs."),
  CHAOS(BOOLEAN, "", "false", "Grant the autoscaler the right to stop tasks and drain machines on purpose; it does neither yet."),
  COORDINATOR_COUNT(INTEGER, "tasks", "1", "Coordinators; any number may run, PostgreSQL decides who does what."),
  COORDINATOR_CPU(INTEGER, "1/1024 vCPU", "256", "Processor share of a coordinator."),
  COORDINATOR_MEMORY(INTEGER, "MiB", "512", "Memory of a coordinator."),
  COORDINATOR_PORT(INTEGER, "", "8080", "Port of the coordinator's API in its container."),
  AUTOSCALER_CPU(INTEGER, "1/1024 vCPU", "256", "Processor share of the autoscaler."),
  AUTOSCALER_MEMORY(INTEGER, "MiB", "512", "Memory of the autoscaler; Fargate has nothing smaller."),
  AUTOSCALER_PORT(INTEGER, "", "8081", "Port of the autoscaler's health endpoint in its container."),
  SIMULATOR_CPU(INTEGER, "1/1024 vCPU", "256", "Processor share of the simulator."),
  SIMULATOR_MEMORY(INTEGER, "MiB", "512", "Memory of the simulator."),
  WORKER_PORT(INTEGER, "", "8080", "Port of a worker's health endpoint in its container."),
  WORKER_POOLS(POOLS, "", "[{\"name\": \"default\"}]", "Worker pools; each becomes one service. See the pool's own keys."),
  STOP_TIMEOUT(DURATION, "", "120s", "Time between SIGTERM and SIGKILL; ECS gives at most 120 s."),
  HEALTH_CHECK_INTERVAL(DURATION, "", "10s", "Pause between two health checks of a container; 5 s to 300 s."),
  HEALTH_CHECK_GRACE(DURATION, "", "60s", "Time after a start in which failed health checks do not count; up to 300 s."),
  LOG_RETENTION(DURATION, "", "30d", "How long CloudWatch keeps logs."),

  // The way in.
  LOAD_BALANCER_PORT(INTEGER, "", "80", "Port that the load balancer listens on."),
  LOAD_BALANCER_INTERNAL(BOOLEAN, "", "true", "Whether only the VPC, and what is connected to it, reaches the load balancer."),
  LOAD_BALANCER_SOURCES(NAMES, "", "", "Address ranges that may call it; empty takes the addresses of a new VPC."),
  CERTIFICATE_ARN(TEXT, "", "", "Certificate in ACM; with it the load balancer speaks HTTPS."),
  DOMAIN_NAME(TEXT, "", "", "Name that the certificate is for and that leads to the load balancer."),

  // Seeing.
  ALARMS(BOOLEAN, "", "true", "Alarms on dead letters, waiting messages, database and coordinator."),
  ALARM_EMAILS(NAMES, "", "", "Who is told of an alarm."),
  DASHBOARD(BOOLEAN, "", "true", "A dashboard of queues, services and database.");

  private final ConfigurationType type;
  private final String unit;
  private final String defaultText;
  private final String reason;
  private final List<String> choices;

  ConfigurationKey(ConfigurationType type, String unit, String defaultText, String reason) {
    this(type, unit, defaultText, reason, List.of());
  }

  ConfigurationKey(List<String> choices, String defaultText, String reason) {
    this(TEXT, "", defaultText, reason, choices);
  }

  ConfigurationKey(ConfigurationType type, String unit, String defaultText, String reason, List<String> choices) {
    this.type = type;
    this.unit = unit;
    this.defaultText = defaultText;
    this.reason = reason;
    this.choices = choices;
  }

  /** Returns the key as it stands in a stack file, without the project's name. */
  public String key() {
    return FlatKey.of(this);
  }

  public ConfigurationType type() {
    return type;
  }

  /** Returns the unit of a bare number; empty where there is none or the text names its own. */
  public String unit() {
    return unit;
  }

  public String defaultText() {
    return defaultText;
  }

  /** Says in a sentence what the key is for. */
  public String reason() {
    return reason;
  }

  /** Returns the only texts allowed; empty where any text of the type is. */
  public List<String> choices() {
    return choices;
  }

  /** Refuses text that does not fit with {@link IllegalArgumentException}. */
  void check(String text) {
    type.check(text);
    if (!choices.isEmpty() && !choices.contains(text)) {
      throw new IllegalArgumentException("expected one of " + String.join(", ", choices));
    }
  }
}
