package dev.sluice.localstack;

import dev.sluice.localstack.ecs.EcsControlPlane;
import dev.sluice.localstack.ecs.EcsEndpoint;
import dev.sluice.localstack.ecs.ImageStore;
import dev.sluice.localstack.ecs.ServicesNotHealthyException;
import dev.sluice.localstack.ecs.TaskAgent;
import dev.sluice.localstack.ecs.TaskStatus;
import dev.sluice.localstack.ecs.TaskSurroundings;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.localstack.elb.LoadBalancers;
import dev.sluice.localstack.engine.FailedProgramException;
import dev.sluice.localstack.engine.Invokes;
import dev.sluice.localstack.engine.ProgramEngine;
import dev.sluice.localstack.engine.ResourceRecord;
import dev.sluice.localstack.engine.StackOutputs;
import dev.sluice.localstack.gateway.Gateway;
import dev.sluice.localstack.process.FreePorts;
import dev.sluice.localstack.process.Guardian;
import dev.sluice.localstack.process.StateFolder;
import dev.sluice.localstack.process.Sweep;
import dev.sluice.localstack.rds.DatabaseInstance;
import dev.sluice.localstack.rds.PostgresServers;
import dev.sluice.localstack.s3.ObjectStore;
import dev.sluice.localstack.s3.S3Endpoint;
import dev.sluice.localstack.secrets.SecretStore;
import dev.sluice.localstack.secrets.SecretsEndpoint;
import dev.sluice.localstack.sqs.SqsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A Pulumi program deployed to this machine: real PostgreSQL, real queues, and services that run as processes, behind AWS
 * endpoints on loopback. Needs a JDK and nothing else.
 *
 * <p>Safe for any thread. {@link #close} takes everything down, and so do the end of this process, Ctrl-C, SIGTERM and SIGKILL:
 * no process, port or file stays behind, except the PostgreSQL binaries in the cache folder.
 */
public final class LocalCloud implements AutoCloseable {
  private final LocalCloudOptions options;
  private final Teardown teardown;
  private final StateFolder folder;
  private final Gateway gateway;
  private final CompletableFuture<SqsServer> sqs;
  private final PostgresServers postgres;
  private final EcsControlPlane ecs;
  private final ProgramEngine engine;
  private final ConcurrentLinkedQueue<ResourceRecord> resources = new ConcurrentLinkedQueue<>();
  private volatile StackOutputs outputs = new StackOutputs(Map.of(), java.util.Set.of());

  /** Begins to start what the program will need, so that it comes up while the program is evaluated. */
  private LocalCloud(LocalCloudOptions options, Teardown teardown) throws IOException {
    this.options = options;
    this.teardown = teardown;
    CloudListener listener = options.listener();
    Sweep.of(options.stateFolder());
    this.folder = StateFolder.create(options.stateFolder(), options.leastFreeBytes());
    teardown.add("state folder", folder::delete);
    Guardian guardian = Guardian.start(folder);
    teardown.addLast("guardian", guardian::close);

    ExecutorService executor = Executors.newCachedThreadPool(action -> {
      Thread thread = new Thread(action, "local-cloud");
      thread.setDaemon(true);
      return thread;
    });
    teardown.add("threads", executor::shutdown);
    this.postgres = new PostgresServers(folder, options.cacheFolder(), executor);
    teardown.add("PostgreSQL", postgres::close);
    listener.starting("PostgreSQL");
    postgres.startAhead().thenRun(() -> listener.started("PostgreSQL"));
    listener.starting("SQS");
    this.sqs = CompletableFuture.supplyAsync(() -> SqsServer.start(options.account()), executor);
    teardown.add("SQS", () -> sqs.join().close());
    sqs.thenRun(() -> listener.started("SQS"));
    this.gateway = Gateway.start(options.gatewayPort());
    teardown.add("gateway", gateway::close);

    SecretStore secrets = new SecretStore(options.account());
    ObjectStore objects = new ObjectStore(folder.path().resolve("s3"));
    this.ecs = new EcsControlPlane(new TaskSurroundings(options.account(), folder, new ImageStore(options.imageStore()), secrets,
        new FreePorts(), gateway.endpoint(), () -> sqs.join().endpoint()), listener::taskChanged);
    gateway.serve(EcsEndpoint.TARGET, new EcsEndpoint(ecs));
    gateway.serve(TaskSurroundings.AGENT_PATH, new TaskAgent(ecs));
    gateway.serve(SecretsEndpoint.TARGET, new SecretsEndpoint(secrets));
    gateway.serveSigned(S3Endpoint.SERVICE, new S3Endpoint(objects));
    sqs.thenAccept(server -> gateway.forward(SqsServer.TARGET, server.endpoint()));
    LoadBalancers balancers = new LoadBalancers(options.account(), ecs::addressesBehind);
    teardown.add("load balancers", balancers::close);
    teardown.add("ECS control", ecs::close);
    teardown.add("tasks", () -> ecs.stopAll(options.closeGrace()));
    this.engine = new ProgramEngine(ResourceCatalog.of(options.account(), sqs::join, postgres, secrets, objects, ecs, balancers),
        Invokes.of(options.account()), executor, this::created);
  }

  /**
   * Starts a cloud and deploys the program to it. Returns when every resource has been created; services may still be on their
   * way up, see {@link #awaitHealthy}.
   *
   * @throws FailedProgramException if the program failed or a resource could not be created; nothing is left then
   */
  public static LocalCloud start(LocalCloudOptions options) {
    Teardown teardown = new Teardown(options.listener());
    try {
      LocalCloud cloud = new LocalCloud(options, teardown);
      cloud.outputs = cloud.engine.run(options.program(), options.projectName(), options.stackName());
      return cloud;
    } catch (IOException e) {
      teardown.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      teardown.close();
      throw e;
    }
  }

  private void created(ResourceRecord resource) {
    resources.add(resource);
    options.listener().created(resource);
  }

  /** Returns the stack's outputs, secrets in the clear. */
  public Map<String, Object> outputs() {
    return outputs.values();
  }

  /** Returns the stack's outputs as they may be printed. */
  public Map<String, Object> maskedOutputs() {
    return outputs.masked();
  }

  /** Returns the address behind which all AWS protocols of this cloud are. */
  public URI endpoint() {
    return gateway.endpoint();
  }

  /** Returns the address of SQS itself, without the way through the gateway. */
  public URI sqsEndpoint() {
    return sqs.join().endpoint();
  }

  /** Returns the first DB instance of the stack. */
  public DatabaseInstance database() {
    return databases().stream().findFirst().orElseThrow(() -> new NoSuchElementException("the stack has no database"));
  }

  /** Returns the DB instances of the stack. */
  public List<DatabaseInstance> databases() {
    return postgres.instances();
  }

  /** Returns the tasks that have not stopped. */
  public List<TaskView> tasks() {
    return ecs.tasks().stream().filter(task -> task.status() != TaskStatus.STOPPED).toList();
  }

  /** Returns the tasks that have not stopped, and those that stopped not long ago. */
  public List<TaskView> allTasks() {
    return ecs.tasks();
  }

  /** Returns what the program registered, in the order in which it came into being. */
  public List<ResourceRecord> resources() {
    return List.copyOf(resources);
  }

  /** Returns the folder of this cloud's files: logs, data and the tasks' own folders. It goes when the cloud is closed. */
  public Path folder() {
    return folder.path();
  }

  /**
   * Waits until every service has its desired number of ready tasks.
   *
   * @throws ServicesNotHealthyException if they do not get there, with the last lines of a task that failed
   */
  public void awaitHealthy(Duration limit) throws InterruptedException {
    ecs.awaitSteady(limit);
  }

  /** Ends a task by SIGKILL, as a crash would, and returns when that has been noticed; its service then replaces it. */
  public void kill(TaskView task) throws InterruptedException {
    ecs.kill(task.id());
  }

  /**
   * Replaces the tasks of services by new ones, which find their images as these are now; returns when that is decided, see
   * {@link #awaitHealthy}.
   *
   * @param families says of which task definitions' families
   */
  public void redeploy(Predicate<String> families) {
    ecs.redeploy(families);
  }

  /** Takes everything down; returns when nothing is left. Further calls wait for the first and do nothing. */
  @Override
  public void close() {
    teardown.close();
  }
}
