package dev.sluice.adapters.ecs;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.EcsClientBuilder;

/**
 * The worker pools of a stack on Amazon ECS. Region, credentials and endpoint are found where every AWS program looks for them:
 * {@code AWS_REGION}, the task's role or {@code AWS_ACCESS_KEY_ID}, and {@code AWS_ENDPOINT_URL_ECS} or {@code AWS_ENDPOINT_URL}.
 * Safe for any thread; opening makes no call.
 */
public final class EcsFleets implements AutoCloseable {
  private final EcsConnection connection;
  private final Map<String, WorkerFleet> fleets;

  private EcsFleets(EcsClientBuilder builder, String cluster, Map<String, String> services, WorkerRange range) {
    this.connection = new EcsConnection(builder);
    Map<String, WorkerFleet> byPool = new LinkedHashMap<>();
    services.forEach((pool, service) -> byPool.put(pool, new EcsWorkerFleet(connection, cluster, service, range)));
    this.fleets = Map.copyOf(byPool);
  }

  /**
   * Opens the pools that the autoscaler's settings name.
   *
   * @throws UnusableSettingsException if they name no cluster
   */
  public static EcsFleets open(Settings settings, WorkerRange range) {
    String cluster = settings.text(Setting.CLUSTER_NAME);
    if (cluster.equals(EcsInstances.NONE)) {
      throw new UnusableSettingsException(List.of(Setting.CLUSTER_NAME.key() + " names no cluster, and the worker pools are services of one."
          + " The stack provides it as an output; run `pulumi up`, or set it."));
    }
    return open(EcsClient.builder(), cluster, settings.map(Setting.WORKER_SERVICES), range);
  }

  /**
   * Opens pools by their services, for programs that have no settings.
   *
   * @param builder says where and as whom; its HTTP client and timeouts are replaced
   * @param services name or ARN of each pool's ECS service
   * @param range sizes that the pools may be given
   */
  public static EcsFleets open(EcsClientBuilder builder, String cluster, Map<String, String> services, WorkerRange range) {
    return new EcsFleets(builder, cluster, services, range);
  }

  /** Returns the fleet of each pool by the pool's name. */
  public Map<String, WorkerFleet> fleets() {
    return fleets;
  }

  /** Closes the connections. Doing it twice does no harm. */
  @Override
  public void close() {
    connection.close();
  }
}
