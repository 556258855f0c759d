package dev.sluice.infra;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.infra.compute.RuntimeService;
import dev.sluice.infra.compute.RuntimeService.CountOwner;
import dev.sluice.infra.compute.RuntimeTask;
import dev.sluice.infra.configuration.WorkerPool;
import dev.sluice.infra.identity.PermissionTargets;
import dev.sluice.infra.network.Discovery;
import dev.sluice.infra.network.LoadBalancer;
import dev.sluice.infra.network.Peer;
import dev.sluice.infra.observability.Alarms;
import dev.sluice.infra.observability.Dashboard;
import dev.sluice.infra.queue.JobQueue;
import dev.sluice.infra.queue.OutboxQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole stack: what the services need, the services, and the outputs. Logical names never change without an alias, since a
 * renamed resource is a replaced one.
 */
public final class PlatformStack {
  private static final ComponentResourceOptions TOP = ComponentResourceOptions.Empty;

  private final StackConfiguration configuration;
  private final Foundation foundation;
  private final Map<String, RuntimeService> workers = new LinkedHashMap<>();

  private PlatformStack(StackConfiguration configuration) {
    this.configuration = configuration;
    foundation = new Foundation(configuration);
  }

  /**
   * Declares everything and exports each {@link Setting} that others need to reach it.
   *
   * @throws ImpossibleStackException if a guard refuses the stack; nothing is declared then
   */
  public static void define(Context context, StackConfiguration configuration) {
    Guards.check(configuration);
    declare(context, configuration);
  }

  /** Declares a stack that the guards have let pass. */
  static void declare(Context context, StackConfiguration configuration) {
    PlatformStack stack = new PlatformStack(configuration);
    stack.runServices();
    stack.watch();
    stack.answers().outputs().forEach(context::export);
    stack.foundation.discovery().map(Discovery::hostName)
        .ifPresent(name -> context.export("coordinatorHostName", Output.of(name)));
  }

  private void runServices() {
    service(ServiceProfile.coordinator(configuration), configuration.compute().coordinatorCount(), CountOwner.STACK, 0,
        Optional.of(foundation.loadBalancer()), foundation.discovery());
    for (WorkerPool pool : configuration.workerPools()) {
      workers.put(pool.name(), service(ServiceProfile.worker(configuration, pool), pool.desired(), CountOwner.AUTOSCALER,
          pool.spotShare(), Optional.empty(), Optional.empty()));
    }
    for (ServiceProfile autoscaler : ServiceProfile.autoscalers(configuration)) {
      service(autoscaler, 1, CountOwner.STACK, 0, Optional.empty(), Optional.empty());
    }
    if (configuration.features().simulator()) {
      new RuntimeTask("simulator", task(ServiceProfile.simulator(configuration)), TOP);
    }
  }

  private void watch() {
    var watches = PlatformWatches.of(foundation, configuration);
    if (configuration.features().alarms()) {
      new Alarms("alarms", new Alarms.Args(configuration.namePrefix(), watches, configuration.features().alarmEmails()), TOP);
    }
    if (configuration.features().dashboard()) {
      new Dashboard("dashboard", new Dashboard.Args(configuration.namePrefix(), configuration.region(), watches), TOP);
    }
  }

  private SettingAnswers answers() {
    Map<String, Output<String>> names = new LinkedHashMap<>();
    workers.forEach((pool, service) -> names.put(pool, service.name()));
    return new SettingAnswers(configuration, foundation, names);
  }

  private RuntimeService service(ServiceProfile profile, int count, CountOwner owner, int spotShare,
      Optional<LoadBalancer> loadBalancer, Optional<Discovery> discovery) {
    return new RuntimeService(profile.name(), new RuntimeService.Args(
        foundation.cluster(), foundation.cluster().capacity(spotShare), task(profile), count, owner,
        foundation.network().privateSubnets(), foundation.securityGroups().ids(Peer.of(profile.kind())),
        loadBalancer, discovery), TOP);
  }

  private RuntimeTask.Args task(ServiceProfile profile) {
    return new RuntimeTask.Args(
        foundation.physical(profile.name()),
        profile.kind(),
        foundation.image(profile.kind()),
        profile.size(),
        answers().environment(profile),
        answers().secrets(profile),
        targets(profile).statementsFor(profile.kind(), configuration.features().chaos()),
        configuration.region(),
        configuration.compute());
  }

  private PermissionTargets targets(ServiceProfile profile) {
    List<JobQueue> served = profile.pools().stream().flatMap(pool -> pool.queues().stream()).distinct()
        .map(foundation.queues()::get).toList();
    return new PermissionTargets(
        foundation.queues().values().stream().map(JobQueue::arn).toList(),
        foundation.queues().values().stream().map(JobQueue::deadLetterArn).toList(),
        served.stream().map(JobQueue::arn).toList(),
        served.stream().map(JobQueue::deadLetterArn).toList(),
        outboxQueues(),
        foundation.payloads().map(bucket -> new PermissionTargets.PayloadFolder(bucket.arn(), bucket.prefix())),
        profile.pools().stream().map(WorkerPool::name).filter(workers::containsKey).map(pool -> workers.get(pool).arn()).toList(),
        foundation.cluster().arn());
  }

  private List<Output<String>> outboxQueues() {
    return SettingText.map(configuration.text(Setting.OUTBOX_QUEUE_URLS)).values().stream()
        .flatMap(url -> OutboxQueue.at(url, configuration.region()).stream())
        .map(queue -> Output.of(queue.arn())).distinct().toList();
  }
}
