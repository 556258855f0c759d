package dev.sluice.infra.configuration;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What the services are like.
 *
 * @param launchType {@code FARGATE} or {@code EC2}
 * @param architecture processors that tasks run on
 * @param networkMode {@code awsvpc}, {@code bridge} or {@code host}
 * @param attachAlways whether services name their subnets and security groups even where tasks have no network of their own
 * @param machines what launch type EC2 runs on
 * @param imageRepositories whether the stack keeps the images itself
 * @param imagePrefix registry and folder of the images
 * @param imageTag tag of the images
 * @param coordinatorCount coordinators
 * @param coordinator size and port of a coordinator
 * @param autoscaler size and port of the autoscaler
 * @param simulator size of the simulator
 * @param workerPort port of a worker's health endpoint
 * @param stopTimeout time between SIGTERM and SIGKILL
 * @param healthCheckInterval pause between two health checks
 * @param healthCheckGrace time after a start in which failed checks do not count
 * @param logRetention how long logs are kept
 */
public record ComputeConfiguration(
    String launchType,
    Architecture architecture,
    String networkMode,
    boolean attachAlways,
    MachineConfiguration machines,
    boolean imageRepositories,
    String imagePrefix,
    String imageTag,
    int coordinatorCount,
    ContainerSize coordinator,
    ContainerSize autoscaler,
    ContainerSize simulator,
    int workerPort,
    Duration stopTimeout,
    Duration healthCheckInterval,
    Duration healthCheckGrace,
    Duration logRetention) {

  /** Reads the keys that make it up. */
  public static ComputeConfiguration read(ConfigurationText text) {
    Architecture architecture = Architecture.valueOf(text.text(ConfigurationKey.ARCHITECTURE));
    return new ComputeConfiguration(
        text.text(ConfigurationKey.LAUNCH_TYPE),
        architecture,
        text.text(ConfigurationKey.NETWORK_MODE),
        text.text(ConfigurationKey.ATTACH_NETWORK).equals("always"),
        MachineConfiguration.read(text, architecture),
        text.flag(ConfigurationKey.IMAGE_REPOSITORIES),
        text.text(ConfigurationKey.IMAGE_PREFIX),
        text.text(ConfigurationKey.IMAGE_TAG),
        text.integer(ConfigurationKey.COORDINATOR_COUNT),
        new ContainerSize(
            text.integer(ConfigurationKey.COORDINATOR_CPU),
            text.integer(ConfigurationKey.COORDINATOR_MEMORY),
            text.integer(ConfigurationKey.COORDINATOR_PORT)),
        new ContainerSize(
            text.integer(ConfigurationKey.AUTOSCALER_CPU),
            text.integer(ConfigurationKey.AUTOSCALER_MEMORY),
            text.integer(ConfigurationKey.AUTOSCALER_PORT)),
        new ContainerSize(
            text.integer(ConfigurationKey.SIMULATOR_CPU), text.integer(ConfigurationKey.SIMULATOR_MEMORY), OptionalInt.empty()),
        text.integer(ConfigurationKey.WORKER_PORT),
        text.duration(ConfigurationKey.STOP_TIMEOUT),
        text.duration(ConfigurationKey.HEALTH_CHECK_INTERVAL),
        text.duration(ConfigurationKey.HEALTH_CHECK_GRACE),
        text.duration(ConfigurationKey.LOG_RETENTION));
  }

  /** Returns the size of a worker of a pool. */
  public ContainerSize worker(WorkerPool pool) {
    return new ContainerSize(pool.cpu(), pool.memory(), workerPort);
  }

  /** Whether AWS owns the machines. */
  public boolean isFargate() {
    return launchType.equals("FARGATE");
  }

  /** Whether each task has an address and security groups of its own. */
  public boolean hasTaskNetwork() {
    return networkMode.equals("awsvpc");
  }

  /**
   * Whether services name their subnets and security groups. AWS refuses that unless each task has a network of its own;
   * emulators that run every task on one machine want it all the same.
   */
  public boolean attachesNetwork() {
    return attachAlways || hasTaskNetwork();
  }
}
