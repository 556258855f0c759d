package dev.sluice.infra;

import com.pulumi.core.Output;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.infra.configuration.WorkerPool;
import dev.sluice.infra.json.CanonicalJson;
import dev.sluice.infra.queue.JobQueue;
import dev.sluice.infra.storage.PayloadBucket;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The seam between the stack and the services: what the stack answers to each {@link Setting}. A new setting does not compile
 * until the switch of {@link #answer} has it.
 *
 * @param configuration the stack's configuration
 * @param foundation what the services stand on
 * @param workerServices names of the worker services by pool; empty until they exist
 */
record SettingAnswers(
    StackConfiguration configuration,
    Foundation foundation,
    Map<String, Output<String>> workerServices) {

  /** These differ from pool to pool, so that no one output could tell them. */
  private static final Set<Setting> OF_ONE_POOL = EnumSet.of(Setting.WORKER_POOL, Setting.WORKER_QUEUES, Setting.WORKER_SLOTS);

  SettingAnswers {
    workerServices = new LinkedHashMap<>(workerServices);
  }

  /** Returns what a service finds in its environment, by variable; secrets are not among them. */
  Map<String, Output<String>> environment(ServiceProfile service) {
    Map<String, Output<String>> values = new TreeMap<>();
    for (Setting setting : Setting.values()) {
      if (setting.isReadBy(service.kind()) && !setting.isSecret()) {
        values.put(setting.key(), answer(setting, service));
      }
    }
    return values;
  }

  /** Returns the ARNs of the secrets that ECS puts into a service's environment, by variable. */
  Map<String, Output<String>> secrets(ServiceProfile service) {
    Map<String, Output<String>> arns = new TreeMap<>();
    for (Setting setting : Setting.values()) {
      if (setting.isReadBy(service.kind()) && setting.isSecret()) {
        arns.put(setting.key(), answer(setting, service));
      }
    }
    return arns;
  }

  /** Returns the stack's outputs: every setting that is no secret and no matter of one pool. */
  Map<String, Output<String>> outputs() {
    var stack = new ServiceProfile(
        "stack", ServiceKind.COORDINATOR, configuration.compute().coordinator(), configuration.workerPools());
    Map<String, Output<String>> values = new TreeMap<>();
    for (Setting setting : Setting.values()) {
      if (!setting.isSecret() && !OF_ONE_POOL.contains(setting)) {
        values.put(setting.key(), answer(setting, stack));
      }
    }
    return values;
  }

  /** Returns the text of a setting for a service; for a secret, the ARN of what holds it. */
  Output<String> answer(Setting setting, ServiceProfile service) {
    return switch (setting) {
      case DATABASE_URL -> foundation.database().url();
      case DATABASE_USER -> Output.of(foundation.database().user());
      case DATABASE_PASSWORD -> foundation.database().passwordSecretArn();
      case QUEUE_URLS -> CanonicalJson.ofOutputs(ofQueues(JobQueue::url));
      case DEAD_LETTER_QUEUE_URLS -> CanonicalJson.ofOutputs(ofQueues(JobQueue::deadLetterUrl));
      case COORDINATOR_URL -> foundation.loadBalancer().url();
      case CLUSTER_NAME -> foundation.cluster().name();
      case WORKER_SERVICES -> CanonicalJson.ofOutputs(servicesOf(service.pools()));
      case WORKER_POOL_QUEUES -> Output.of(CanonicalJson.of(queuesOf(service.pools())));
      case HTTP_PORT -> Output.of(Integer.toString(service.size().port().orElseThrow()));
      case WORKER_POOL -> Output.of(pool(service).name());
      case WORKER_QUEUES -> Output.of(String.join(",", pool(service).queues()));
      case WORKER_SLOTS -> Output.of(Integer.toString(pool(service).slots()));
      case PAYLOAD_STORE -> foundation.payloads().map(PayloadBucket::address)
          .orElseGet(() -> Output.of(setting.defaultText().orElseThrow()));
      case MIN_WORKERS -> Output.of(Integer.toString(pool(service).min()));
      case MAX_WORKERS -> Output.of(Integer.toString(pool(service).max()));
      case DATABASE_SCHEMA, DATABASE_POOL_SIZE, OUTBOX_QUEUE_URLS, HTTP_HOST, MAX_REQUEST_SIZE, PAYLOAD_INLINE_LIMIT, MAX_PAYLOAD_SIZE,
          COMPRESS_FROM, PAYLOAD_GRACE, LEASE_DURATION,
          HEARTBEAT_INTERVAL, VISIBILITY_TIMEOUT, RECEIVE_WAIT, COMMIT_BATCH_SIZE, STARVATION_SHARE, STOP_GRACE, DRAIN_TIMEOUT,
          MAX_ATTEMPTS, MAX_RECEIVES,
          BACKOFF_BASE, BACKOFF_FACTOR, BACKOFF_CEILING, BACKOFF_JITTER, DISPATCH_INTERVAL, PUBLISH_WINDOW, REPUBLISH_AFTER, RUN_RETENTION,
          SCHEDULES_ENABLED,
          SCALING_INTERVAL, SCALING_COOLDOWN, SCALE_UP_BACKLOG, SCALE_DOWN_BACKLOG, LOG_LEVEL ->
          Output.of(configuration.text(setting));
    };
  }

  private Map<String, Output<String>> ofQueues(Function<JobQueue, Output<String>> part) {
    Map<String, Output<String>> parts = new TreeMap<>();
    foundation.queues().forEach((name, queue) -> parts.put(name, part.apply(queue)));
    return parts;
  }

  private Map<String, Output<String>> servicesOf(List<WorkerPool> pools) {
    Set<String> names = pools.stream().map(WorkerPool::name).collect(Collectors.toSet());
    Map<String, Output<String>> services = new TreeMap<>(workerServices);
    services.keySet().retainAll(names);
    return services;
  }

  private static Map<String, String> queuesOf(List<WorkerPool> pools) {
    return pools.stream().collect(Collectors.toMap(WorkerPool::name, pool -> String.join(",", pool.queues())));
  }

  /** A worker has one pool; the pools of an autoscaler share their limits. */
  private static WorkerPool pool(ServiceProfile service) {
    return service.pools().get(0);
  }
}
