package dev.sluice.adapters.ecs;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.EcsClientBuilder;

/**
 * The worker pools of a stack on Amazon ECS. Region, credentials and endpoint are found where every AWS program looks for them:
 * {@code AWS_REGION}, the task's role or {@code AWS_ACCESS_KEY_ID}, and {@code AWS_ENDPOINT_URL_ECS} or {@code AWS_ENDPOINT_URL}.
 * Safe for any thread; opening makes no call.
 */
public final class EcsFleets implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

  private final SdkHttpClient http;
  private final EcsClient client;
  private final Map<String, WorkerFleet> fleets;

  private EcsFleets(EcsClientBuilder builder, String cluster, Map<String, String> services, WorkerRange range) {
    this.http = Apache5HttpClient.builder().connectionTimeout(CONNECT_TIMEOUT).expectContinueEnabled(false).build();
    this.client = builder
        .httpClient(http)
        .overrideConfiguration(override -> override.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
    Map<String, WorkerFleet> byPool = new LinkedHashMap<>();
    services.forEach((pool, service) -> byPool.put(pool, new EcsWorkerFleet(client, cluster, service, range)));
    this.fleets = Map.copyOf(byPool);
  }

  /** Opens the pools that the autoscaler's settings name. */
  public static EcsFleets open(Settings settings, WorkerRange range) {
    return open(EcsClient.builder(), settings.text(Setting.CLUSTER_NAME), settings.map(Setting.WORKER_SERVICES), range);
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
    client.close();
    http.close();
  }
}
