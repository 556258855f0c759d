package dev.sluice.adapters.ecs;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.scaling.InstanceWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.EcsClientBuilder;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * The tasks of one ECS cluster, by their ids. Region, credentials and endpoint are found as by {@link EcsFleets}, when ECS is asked for the
 * first time: a coordinator whose workers have nothing to do holds no client. Safe for any thread.
 *
 * <p>A task has stopped once its status is STOPPED, or DEPROVISIONING: "Amazon ECS has to perform additional steps after the task has
 * stopped but before the task transitions to the STOPPED state", such as to detach its network interface (Amazon ECS developer guide, task
 * lifecycle). "Stopped tasks appear in the returned results for at least one hour" (API reference, DescribeTasks). A task that is MISSING has
 * not stopped for certain: it may run in another cluster, or be too new to be known to all of ECS. Nor has every one that is STOPPED: when a
 * container instance is deregistered with the force option, its "tasks remain running until you terminate the instance or the tasks stop
 * through some other means, but they're orphaned (no longer monitored or accounted for by Amazon ECS)" (DeregisterContainerInstance).
 *
 * <p>The permission it needs is {@code ecs:DescribeTasks} on the cluster's tasks.
 */
public final class EcsInstances implements InstanceWatch, AutoCloseable {
  /** What the setting says where there is no cluster. */
  static final String NONE = "none";

  private static final Set<String> STOPPED = Set.of("STOPPED", "DEPROVISIONING");
  /** One name that is none of a task makes ECS refuse the whole call. Older ids have the form of a UUID. */
  private static final Pattern TASK_ID = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  /** "A list of up to 100 task IDs or full ARN entries." */
  private static final int MAX_TASKS = 100;

  private final String cluster;
  private final Supplier<EcsClientBuilder> builder;
  private @Nullable EcsConnection connection;

  private EcsInstances(String cluster, Supplier<EcsClientBuilder> builder) {
    this.cluster = cluster;
    this.builder = builder;
  }

  /** Watches the tasks of the cluster that a coordinator's settings name; empty if they name none. */
  public static Optional<EcsInstances> open(Settings settings) {
    String cluster = settings.text(Setting.CLUSTER_NAME);
    return cluster.equals(NONE) ? Optional.empty() : Optional.of(open(cluster, EcsClient::builder));
  }

  /**
   * Watches the tasks of a cluster, for programs that have no settings.
   *
   * @param builder says where and as whom; its HTTP client and timeouts are replaced
   */
  public static EcsInstances open(String cluster, Supplier<EcsClientBuilder> builder) {
    return new EcsInstances(cluster, builder);
  }

  @Override
  public Set<String> gone(Set<String> instances) {
    List<String> tasks = instances.stream().filter(instance -> TASK_ID.matcher(instance).matches()).sorted().toList();
    List<Task> described = new ArrayList<>();
    for (int from = 0; from < tasks.size(); from += MAX_TASKS) {
      List<String> some = tasks.subList(from, Math.min(tasks.size(), from + MAX_TASKS));
      described.addAll(connection().call("look for tasks of ECS cluster \"" + cluster + "\"",
          client -> client.describeTasks(request -> request.cluster(cluster).tasks(some))).tasks());
    }
    return described.stream().filter(task -> STOPPED.contains(task.lastStatus())).map(task -> idIn(task.taskArn()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Takes the id out of {@code arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID}; older ARNs have no cluster. */
  static String idIn(String taskArn) {
    return taskArn.substring(taskArn.lastIndexOf('/') + 1);
  }

  private synchronized EcsConnection connection() {
    EcsConnection open = connection;
    if (open == null) {
      open = new EcsConnection(builder.get());
      connection = open;
    }
    return open;
  }

  /** Closes the connections. Doing it twice does no harm. */
  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
  }
}
