package dev.sluice.cli.stack;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.Talk;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.contract.Setting;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.infra.PlatformStack;
import dev.sluice.infra.StackConfiguration;
import dev.sluice.localstack.LocalCloud;
import dev.sluice.localstack.LocalCloudOptions;
import dev.sluice.localstack.ecs.ClassArchive;
import dev.sluice.localstack.ecs.ServicesNotHealthyException;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.localstack.engine.FailedProgramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The platform's own Pulumi program, deployed to a local cloud in this process. Safe for any thread. Closing it takes everything down,
 * and so does the end of this process.
 */
public final class LocalPlatform implements AutoCloseable {
  private static final Duration UNTIL_HEALTHY = Duration.ofSeconds(90);
  private static final String COORDINATOR_FAMILY = "-coordinator";
  private static final String WORKER_FAMILY = "-worker-";

  private final StackConfiguration configuration;
  private final LocalCloud cloud;
  private final URI coordinator;

  private LocalPlatform(StackConfiguration configuration, LocalCloud cloud) {
    this.configuration = configuration;
    this.cloud = cloud;
    this.coordinator = URI.create(outputsOf(cloud).get(Setting.COORDINATOR_URL.key()));
  }

  /**
   * Deploys a stack and waits until its services are healthy.
   *
   * @param root the checkout
   * @param talk where progress is told
   * @throws UserError if it cannot be deployed; nothing is left then
   */
  public static LocalPlatform up(Path root, String stack, Talk talk) throws InterruptedException {
    return up(root, stack, talk, imagesOf(root));
  }

  /** Deploys a stack with these images; see {@link #up(Path, String, Talk)}. */
  public static LocalPlatform up(Path root, String stack, Talk talk, Path images) throws InterruptedException {
    return up(stack, StackConfiguration.fromFile(root, stack), talk, images);
  }

  /** Does the same, and no schedule starts a run on it: whoever counts runs wants none but his own. */
  public static LocalPlatform upWithoutSchedules(Path root, String stack, Talk talk) throws InterruptedException {
    return up(stack, StackConfiguration.fromFile(root, stack).with(Setting.SCHEDULES_ENABLED, "false"), talk, imagesOf(root));
  }

  private static LocalPlatform up(String stack, StackConfiguration configuration, Talk talk, Path images) throws InterruptedException {
    LocalCloud cloud = start(LocalCloudOptions
        .of(context -> PlatformStack.define(context, configuration), StackConfiguration.PROJECT, stack, images)
        .withRegion(configuration.region())
        .withListener(new ComingUp(talk)));
    try {
      cloud.awaitHealthy(UNTIL_HEALTHY);
      return new LocalPlatform(configuration, cloud);
    } catch (ServicesNotHealthyException e) {
      cloud.close();
      throw new UserError(CliExit.UNAVAILABLE, e.getMessage());
    } catch (InterruptedException | RuntimeException e) {
      cloud.close();
      throw e;
    }
  }

  private static LocalCloud start(LocalCloudOptions options) {
    try {
      return LocalCloud.start(options);
    } catch (FailedProgramException e) {
      throw new UserError(CliExit.UNAVAILABLE, e.getMessage());
    }
  }

  public StackConfiguration configuration() {
    return configuration;
  }

  public URI coordinator() {
    return coordinator;
  }

  public CoordinatorClient client() {
    return new CoordinatorClient(coordinator);
  }

  /** Returns the outputs as they may be printed. */
  public Map<String, String> outputs() {
    return outputsOf(cloud);
  }

  private static Map<String, String> outputsOf(LocalCloud cloud) {
    Map<String, String> outputs = new LinkedHashMap<>();
    cloud.maskedOutputs().forEach((name, value) -> outputs.put(name, String.valueOf(value)));
    return outputs;
  }

  /** Returns the tasks that run workers. */
  public List<TaskView> workers() {
    return cloud.tasks().stream().filter(task -> task.family().contains(WORKER_FAMILY) && task.isReady()).toList();
  }

  /** Ends a worker by SIGKILL, as a crash would. */
  public void kill(TaskView worker) {
    try {
      cloud.kill(worker);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the signal is sent; only the wait for the end was cut short
    }
  }

  /**
   * Lets the services of the next platform start from archives of their classes or, if there are none that fit, note what they load for
   * {@link #quickenNextStart()}.
   */
  public static void prepareQuickStart(Path root) {
    Path images = imagesOf(root);
    try {
      ClassArchive.ofOthers(images).prepare();
      ClassArchive.ofWorkers(images).prepare();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Archives the classes that the services have loaded, so that they start in about half the time from now on. Does nothing if that was
   * done since the last build; else it takes some seconds of both cores.
   */
  public void quickenNextStart() throws InterruptedException {
    Path images = imagesOf(ProjectRoot.find());
    try {
      quicken(ClassArchive.ofOthers(images), COORDINATOR_FAMILY);
      quicken(ClassArchive.ofWorkers(images), WORKER_FAMILY);
      ClassArchive.ofOthers(images).stopNotes();
      ClassArchive.ofWorkers(images).stopNotes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void quicken(ClassArchive archive, String family) throws IOException, InterruptedException {
    Optional<TaskView> service = cloud.tasks().stream().filter(task -> task.family().contains(family) && task.isReady()).findFirst();
    if (service.isPresent() && !archive.isCurrent()) {
      archive.makeFrom(service.get().pid());
    }
  }

  /**
   * Returns the images of a checkout.
   *
   * @throws UserError if they are not built
   */
  public static Path imagesOf(Path root) {
    Path images = root.resolve("images").resolve("target").resolve("images");
    if (!Files.isDirectory(images)) {
      throw new UserError(CliExit.UNAVAILABLE, "the images are not built: run mvn package, or call ./sluice, which does");
    }
    return images;
  }

  /** Starts the services that know jobs again, a few at a time, and waits until they are healthy. */
  public void restart() throws InterruptedException {
    cloud.redeploy(family -> family.contains(COORDINATOR_FAMILY) || family.contains(WORKER_FAMILY));
    cloud.awaitHealthy(UNTIL_HEALTHY);
  }

  /** Returns what this platform holds on this machine at the moment. */
  public Footprint footprint() {
    return Footprint.of(cloud, coordinator);
  }

  /** Takes everything down. */
  @Override
  public void close() {
    cloud.close();
  }
}
