package dev.sluice.contract;

import static dev.sluice.contract.ServiceKind.AUTOSCALER;
import static dev.sluice.contract.ServiceKind.COORDINATOR;
import static dev.sluice.contract.ServiceKind.SIMULATOR;
import static dev.sluice.contract.ServiceKind.WORKER;
import static dev.sluice.contract.SettingType.BOOLEAN;
import static dev.sluice.contract.SettingType.BYTES;
import static dev.sluice.contract.SettingType.DECIMAL;
import static dev.sluice.contract.SettingType.DURATION;
import static dev.sluice.contract.SettingType.INTEGER;
import static dev.sluice.contract.SettingType.MAP;
import static dev.sluice.contract.SettingType.NAMES;
import static dev.sluice.contract.SettingType.SECRET;
import static dev.sluice.contract.SettingType.TEXT;
import static dev.sluice.contract.SettingType.URL;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a service can be told, one constant each. The stack answers all of them in an exhaustive switch, exports those
 * that are neither secret nor one worker pool's own under {@link #key()} as outputs, and puts all under the same key into the environment
 * of the services that read them.
 *
 * <p>A setting without a default is required by each of its readers.
 */
public enum Setting {
  // Where things are.
  DATABASE_URL(TEXT, null, "JDBC address of the PostgreSQL database that decides everything.", COORDINATOR, WORKER, AUTOSCALER),
  DATABASE_USER(TEXT, null, "Role that the services connect as.", COORDINATOR, WORKER, AUTOSCALER),
  DATABASE_PASSWORD(SECRET, null, "Its password; comes from the secret store, never from an output.", COORDINATOR, WORKER, AUTOSCALER),
  DATABASE_SCHEMA(TEXT, "sluice", "Schema that holds the tables; two clusters in one database need two.", COORDINATOR, WORKER, AUTOSCALER),
  DATABASE_POOL_SIZE(INTEGER, "6", "Connections that one process may hold, and a worker that runs transactional ops as many again; all together "
      + "must stay below the database's limit.", COORDINATOR, WORKER, AUTOSCALER),
  QUEUE_URLS(MAP, null, "Address of the FIFO queue of each logical queue.", COORDINATOR, WORKER),
  DEAD_LETTER_QUEUE_URLS(MAP, null, "Address of the dead-letter queue of each logical queue.", COORDINATOR, WORKER),
  OUTBOX_QUEUE_URLS(MAP, "{}", "SQS queue that takes the messages of each outbox topic; topics of sinks in the jobs' jar are not among them.", COORDINATOR),
  COORDINATOR_URL(URL, null, "Address of the coordinator's HTTP API.", SIMULATOR),
  CLUSTER_NAME(TEXT, "none", "ECS cluster that runs the services. With none a coordinator does without word of tasks that have stopped; "
      + "an autoscaler needs one.", COORDINATOR, AUTOSCALER),
  WORKER_SERVICES(MAP, null, "ECS service of each worker pool.", AUTOSCALER),
  WORKER_POOL_QUEUES(MAP, null, "Logical queues that each worker pool serves, separated by commas.", AUTOSCALER),

  // How a service presents itself.
  HTTP_PORT(INTEGER, "8080", "Port of the API, health and readiness endpoints; 0 takes a free one.", COORDINATOR, WORKER, AUTOSCALER),
  HTTP_HOST(TEXT, "0.0.0.0", "Interface that the endpoints listen on.", COORDINATOR, WORKER, AUTOSCALER),
  MAX_REQUEST_SIZE(BYTES, "8MiB", "Largest request body that the API reads; a larger one is refused with 413.", COORDINATOR),
  PAYLOAD_INLINE_LIMIT(BYTES, "256KiB", "Largest input, output or checkpoint that PostgreSQL keeps; a larger one goes to the payload store.", COORDINATOR, WORKER),
  COMPRESS_FROM(BYTES, "16KiB", "Size from which inputs, outputs and checkpoints are compressed, where that makes them smaller.", COORDINATOR, WORKER),
  MAX_PAYLOAD_SIZE(BYTES, "64MiB", "Largest input, output or checkpoint; a larger one is refused where it arises.", COORDINATOR, WORKER),
  PAYLOAD_STORE(TEXT, "none", "Where payloads past the inline limit lie, as s3://BUCKET/PREFIX; none refuses them.", COORDINATOR, WORKER),
  PAYLOAD_GRACE(DURATION, "1d", "Age from which a payload that no row refers to is deleted; far longer than a commit may take.", COORDINATOR),

  // The worker.
  WORKER_POOL(TEXT, "default", "Name of the pool that this worker belongs to.", WORKER),
  WORKER_QUEUES(NAMES, "default", "Logical queues that this worker serves.", WORKER),
  WORKER_SLOTS(INTEGER, "8", "Op executions that one worker runs at a time.", WORKER),
  LEASE_DURATION(DURATION, "15s", "How long a worker may hold an attempt without a heartbeat; at least three heartbeats.", WORKER),
  HEARTBEAT_INTERVAL(DURATION, "5s", "How often a worker extends its leases and its messages' visibility.", WORKER),
  VISIBILITY_TIMEOUT(DURATION, "30s", "How long a received message stays hidden; at least the lease.", WORKER),
  RECEIVE_WAIT(DURATION, "20s", "Length of a long poll, 1 s to 20 s: SQS allows no more, and with less an idle worker would not rest.", WORKER),
  COMMIT_BATCH_SIZE(INTEGER, "64", "Most results that one transaction commits.", WORKER),
  STARVATION_SHARE(DECIMAL, "0.05", "Share of a busy worker's claims that goes to the oldest ready ops whatever their priority, 0 to 1; "
      + "0 keeps strict priority.", WORKER),
  STOP_GRACE(DURATION, "10s", "Time that an op's code gets to return after its run was called off or its timeout struck; past it, it is fenced off.", WORKER),
  DRAIN_TIMEOUT(DURATION, "90s", "Time that running ops get after SIGTERM before their leases are handed over; below the task's stopTimeout.", WORKER),

  // Attempts, unless a job or an op says otherwise.
  MAX_ATTEMPTS(INTEGER, "3", "Attempts of an op execution before it is dead-lettered.", COORDINATOR, WORKER),
  MAX_RECEIVES(INTEGER, "10", "Receives of a message before SQS moves it to the dead-letter queue (maxReceiveCount).", WORKER),
  BACKOFF_BASE(DURATION, "1s", "Pause before the second attempt.", WORKER),
  BACKOFF_FACTOR(DECIMAL, "2", "What each further pause is multiplied by.", WORKER),
  BACKOFF_CEILING(DURATION, "5m", "Longest pause between two attempts.", WORKER),
  BACKOFF_JITTER(DECIMAL, "0.2", "Share of a pause that chance may take away or add, 0 to 1, so that failures do not come back together.", WORKER),

  // The dispatcher.
  DISPATCH_INTERVAL(DURATION, "500ms", "How often due, unpublished and abandoned op executions are looked for.", COORDINATOR),
  PUBLISH_WINDOW(INTEGER, "64", "Unclaimed messages that a queue may hold: enough to wake every idle worker.", COORDINATOR, WORKER),
  RUN_RETENTION(DURATION, "30d", "How long ended runs and their history are kept.", COORDINATOR),
  SCHEDULES_ENABLED(BOOLEAN, "true", "Whether schedules start runs; if not, their ticks pass as in an outage.", COORDINATOR),
  REPUBLISH_AFTER(DURATION, "1m", "Age at which a published op that still waits is published again.", COORDINATOR, WORKER),

  // The autoscaler.
  SCALING_INTERVAL(DURATION, "15s", "How often the backlog is measured.", AUTOSCALER),
  SCALING_COOLDOWN(DURATION, "60s", "Least time between two changes of one service.", AUTOSCALER),
  MIN_WORKERS(INTEGER, "2", "Fewest workers of a pool.", AUTOSCALER),
  MAX_WORKERS(INTEGER, "20", "Most workers of a pool.", AUTOSCALER),
  SCALE_UP_BACKLOG(DECIMAL, "5", "Ready op executions per worker above which a pool grows.", AUTOSCALER),
  SCALE_DOWN_BACKLOG(DECIMAL, "2", "Ready op executions per worker below which a pool shrinks.", AUTOSCALER),

  // All services.
  LOG_LEVEL(TEXT, "INFO", "Least severity that is logged: ERROR, WARN, INFO or DEBUG.", COORDINATOR, WORKER, AUTOSCALER, SIMULATOR);

  /** What every key begins with, so that a misspelt setting can be told from a variable that is not ours. */
  public static final String PREFIX = "SLUICE_";

  private final SettingType type;
  private final @Nullable String defaultText;
  private final String reason;
  private final Set<ServiceKind> readers;

  Setting(SettingType type, @Nullable String defaultText, String reason, ServiceKind first, ServiceKind... others) {
    this.type = type;
    this.defaultText = defaultText;
    this.reason = reason;
    this.readers = EnumSet.of(first, others);
  }

  /** Returns the one name of this setting: environment variable, stack output and command line. */
  public String key() {
    return PREFIX + name();
  }

  public SettingType type() {
    return type;
  }

  /** Returns the value taken where no source gives one; empty if the setting is required. */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /** Says in a sentence what the setting is for. */
  public String reason() {
    return reason;
  }

  public boolean isReadBy(ServiceKind service) {
    return readers.contains(service);
  }

  public boolean isSecret() {
    return type == SECRET;
  }

  /** Finds a setting by its {@link #key()}. */
  public static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }
}
