package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.localstack.engine.AwsAccount;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * ECS: everything that its API can see and change. Safe for any thread; methods that change something return when the change is
 * decided, not when the processes have followed.
 */
public final class EcsControlPlane implements AutoCloseable {
  private static final int FAILURES_TO_GIVE_UP = 3;

  private final AwsAccount account;
  private final TaskSurroundings surroundings;
  private final Consumer<TaskView> listener;
  private final TaskDefinitions definitions;
  private final ControlThread control = new ControlThread(this::publish);
  private final Map<String, Cluster> clusters = new LinkedHashMap<>();
  private boolean closing;
  private final Object changes = new Object();
  private volatile List<TaskView> snapshot = List.of();
  private volatile List<String> unsteady = List.of();
  private volatile Map<String, List<InetSocketAddress>> targets = Map.of();
  private volatile Optional<String> hopeless = Optional.empty();

  /** @param listener told of each task whose status or health has changed, on the control thread */
  public EcsControlPlane(TaskSurroundings surroundings, Consumer<TaskView> listener) {
    this.account = surroundings.account();
    this.surroundings = surroundings;
    this.listener = listener;
    this.definitions = new TaskDefinitions(account);
  }

  /** Runs an action where the state is owned. */
  <T> T onControlThread(Callable<T> action) {
    return control.call(action);
  }

  private void publish() {
    Map<String, TaskView> before = new LinkedHashMap<>();
    snapshot.forEach(view -> before.put(view.id(), view));
    List<TaskView> now = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Cluster cluster : clusters.values()) {
      cluster.tasks().forEach(task -> now.add(task.view()));
      cluster.services().values().stream().filter(service -> !service.isDeleted() && !service.isSteady())
          .forEach(service -> open.add(service.name()));
    }
    unsteady = List.copyOf(open);
    targets = TargetAddresses.of(clusters.values());
    hopeless = failureWhere(service -> service.failures() >= FAILURES_TO_GIVE_UP);
    snapshot = List.copyOf(now);
    now.stream().filter(view -> !view.equals(before.get(view.id()))).forEach(listener);
    synchronized (changes) {
      changes.notifyAll();
    }
  }

  /** Creates a cluster and returns its ARN; once more returns the same. */
  public String createCluster(String name) {
    return control.call(() ->
        clusters.computeIfAbsent(name, key -> new Cluster(key, account.arn("ecs", "cluster/" + key))).arn());
  }

  /** Adds container instances to a cluster. */
  public List<String> addContainerInstances(String clusterId, int count) {
    return control.call(() -> {
      Cluster cluster = cluster(clusterId);
      List<String> arns = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = cluster.instances().size() + 1;
        String arn = account.arn("ecs", "container-instance/" + cluster.name() + "/" + newId());
        cluster.instances().add(new ContainerInstance(arn, String.format("i-%017x", number)));
        arns.add(arn);
      }
      return arns;
    });
  }

  /** Registers a task definition in the words of the API. */
  public TaskDefinition registerTaskDefinition(ObjectNode request) {
    return definitions.register(request);
  }

  TaskDefinitions definitions() {
    return definitions;
  }

  /** Creates a service, whose tasks start at once, and returns its ARN. */
  public String createService(String clusterId, ServiceSpecification specification, String definitionId, int desired) {
    TaskDefinition definition = definitions.find(definitionId);
    definition.containers().forEach(container -> surroundings.images().find(container.image()));
    return control.call(() -> {
      if (closing) {
        throw new EcsException("ServerException", "the local cloud is closing");
      }
      Cluster cluster = cluster(clusterId);
      String name = specification.name();
      if (cluster.services().containsKey(name) && !cluster.services().get(name).isDeleted()) {
        throw new InvalidEcsRequestException("Creation of service was not idempotent: " + name + " exists");
      }
      String arn = account.arn("ecs", "service/" + cluster.name() + "/" + name);
      EcsService service = new EcsService(cluster, specification, arn, definition, desired, this::startForService, control);
      cluster.services().put(name, service);
      service.reconcile();
      return arn;
    });
  }

  /**
   * Replaces the tasks of services by new ones of the same definition, as UpdateService does with {@code forceNewDeployment}.
   *
   * @param families says of which task definitions' families
   */
  public void redeploy(Predicate<String> families) {
    control.call(() -> {
      clusters.values().stream().flatMap(cluster -> cluster.services().values().stream())
          .filter(service -> !service.isDeleted() && families.test(service.deployment().definition().family()))
          .forEach(service -> {
            service.deploy(service.deployment().definition());
            service.reconcile();
          });
      return "redeploying";
    });
  }

  private EcsTask startForService(EcsService service, TaskDefinition definition) {
    Optional<ContainerInstance> instance =
        service.specification().launchType().equals("FARGATE") ? Optional.empty() : service.cluster().place();
    EcsTask.Placement placement = new EcsTask.Placement(
        Optional.of(service.name()), instance, service.specification().launchType(), service.deployment().id());
    return start(service.cluster(), definition, definition.containers(), placement);
  }

  /** Starts a task. Called on the control thread. */
  EcsTask start(Cluster cluster, TaskDefinition definition, List<ContainerDefinition> containers, EcsTask.Placement placement) {
    EcsTask[] self = new EcsTask[1];
    EcsTask task = new EcsTask(newId(), cluster, definition, placement, control, surroundings,
        () -> control.run(() -> changed(self[0])));
    self[0] = task;
    cluster.add(task);
    task.start(containers);
    return task;
  }

  private static void changed(EcsTask task) {
    task.placement().service().map(task.cluster().services()::get).ifPresent(EcsService::reconcile);
  }

  /**
   * Protects a task or ends its protection; when that ends by itself, what waits for it goes on. Called on the control thread.
   */
  void protect(EcsTask task, Protection protection) {
    task.protection(protection);
    Instant until = protection.until();
    if (until == null) {
      control.run(() -> changed(task));
    } else {
      control.after(Duration.between(Instant.now(), until).plusMillis(1), () -> changed(task));
    }
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Finds a cluster by name or ARN; an empty name is the cluster {@code default}. Called on the control thread. */
  Cluster cluster(String id) {
    String name = id.isEmpty() ? "default" : id.substring(id.lastIndexOf('/') + 1);
    Cluster cluster = clusters.get(name);
    if (cluster == null) {
      throw new EcsException("ClusterNotFoundException", "Cluster not found: " + name + "; known: " + clusters.keySet());
    }
    return cluster;
  }

  List<Cluster> clusters() {
    return List.copyOf(clusters.values());
  }

  /** Finds a task of any cluster by id. Called on the control thread. */
  Optional<EcsTask> taskById(String id) {
    return clusters.values().stream().flatMap(cluster -> cluster.task(id).stream()).findFirst();
  }

  /** Returns where the ready tasks behind a target group listen. */
  public List<InetSocketAddress> addressesBehind(String targetGroupArn) {
    return targets.getOrDefault(targetGroupArn, List.of());
  }

  /** Returns all tasks that are known, those that stopped not long ago too. */
  public List<TaskView> tasks() {
    return snapshot;
  }

  /** Ends a task's processes by SIGKILL, as a crash would, and returns when that has been noticed; its service replaces it. */
  public void kill(String taskId) throws InterruptedException {
    control.call(() -> {
      taskById(taskId).orElseThrow(() -> new InvalidEcsRequestException("there is no task " + taskId)).kill();
      return taskId;
    });
    await(Instant.now().plusSeconds(10), () -> snapshot.stream()
        .noneMatch(task -> task.id().equals(taskId) && task.status() != TaskStatus.STOPPED));
  }

  /**
   * Waits until each service has as many ready tasks as it should.
   *
   * @throws ServicesNotHealthyException if that takes longer, or a service fails again and again
   */
  public void awaitSteady(Duration limit) throws InterruptedException {
    Instant deadline = Instant.now().plus(limit);
    await(deadline, () -> unsteady.isEmpty() || hopeless.isPresent());
    List<String> open = unsteady;
    if (!open.isEmpty()) {
      String words = hopeless.or(() -> control.call(() -> failureWhere(service -> !service.isSteady())))
          .orElse("nothing has failed; it only takes longer");
      throw new ServicesNotHealthyException(open, words, limit);
    }
  }

  private void await(Instant deadline, BooleanSupplier condition) throws InterruptedException {
    synchronized (changes) {
      while (!condition.getAsBoolean() && Instant.now().isBefore(deadline)) {
        changes.wait(Math.max(1, Math.min(200, Duration.between(Instant.now(), deadline).toMillis())));
      }
    }
  }

  /** Called on the control thread. */
  private Optional<String> failureWhere(Predicate<EcsService> condition) {
    return clusters.values().stream().flatMap(cluster -> cluster.services().values().stream())
        .filter(condition).flatMap(service -> service.lastFailure().stream()).findFirst();
  }

  /** Stops all tasks: SIGTERM, then after the grace SIGKILL, and returns when their processes are gone. */
  public void stopAll(Duration grace) throws InterruptedException {
    control.call(() -> {
      closing = true;
      clusters.values().forEach(cluster -> {
        cluster.services().values().forEach(EcsService::delete);
        cluster.tasks().forEach(task -> task.stop("UserInitiated", "The local cloud is closing"));
      });
      return "stopping";
    });
    BooleanSupplier allStopped = () -> snapshot.stream().allMatch(task -> task.status() == TaskStatus.STOPPED);
    await(Instant.now().plus(grace), allStopped);
    control.call(() -> {
      clusters.values().forEach(cluster -> cluster.tasks().forEach(EcsTask::kill));
      return "killed";
    });
    await(Instant.now().plusSeconds(10), allStopped);
  }

  @Override
  public void close() {
    control.close();
  }
}
