package dev.sluice.infra;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.sluice.contract.Setting;
import dev.sluice.infra.compute.Cluster;
import dev.sluice.infra.compute.RuntimeService;
import dev.sluice.infra.compute.RuntimeService.CountOwner;
import dev.sluice.infra.compute.RuntimeTask;
import dev.sluice.infra.configuration.WorkerPool;
import dev.sluice.infra.database.Database;
import dev.sluice.infra.identity.PermissionTargets;
import dev.sluice.infra.network.LoadBalancer;
import dev.sluice.infra.queue.JobQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The whole stack: what the services need, the services, and the outputs. Logical names never change without an alias, since a
 * renamed resource is a replaced one.
 */
public final class PlatformStack {
  private static final ComponentResourceOptions TOP = ComponentResourceOptions.Empty;

  private final StackConfiguration configuration;
  private final Map<String, JobQueue> queues = new LinkedHashMap<>();
  private final Map<String, RuntimeService> workers = new LinkedHashMap<>();
  private final Cluster cluster;
  private final LoadBalancer loadBalancer;
  private final SettingAnswers answers;

  private PlatformStack(StackConfiguration configuration) {
    this.configuration = configuration;
    for (String queue : configuration.queues().names()) {
      queues.put(queue, new JobQueue(queue, new JobQueue.Args(physical(queue), configuration.queues()), TOP));
    }
    Database database = new Database("database", new Database.Args(configuration.namePrefix(), configuration.database()), TOP);
    cluster = new Cluster("cluster", new Cluster.Args(configuration.namePrefix()), TOP);
    loadBalancer = new LoadBalancer("coordinator", new LoadBalancer.Args(
        configuration.loadBalancerPort(),
        configuration.compute().coordinator().port(),
        configuration.compute().networkMode().equals("awsvpc") ? "ip" : "instance"), TOP);
    answers = new SettingAnswers(configuration, database, queues, cluster, loadBalancer, Map.of());
  }

  /** Declares everything and exports each {@link Setting} that others need to reach it. */
  public static void define(Context context, StackConfiguration configuration) {
    PlatformStack stack = new PlatformStack(configuration);
    stack.runServices();
    stack.answersWithServices().outputs().forEach(context::export);
  }

  private void runServices() {
    service(ServiceProfile.coordinator(configuration), answers,
        configuration.compute().coordinatorCount(), CountOwner.STACK, Optional.of(loadBalancer));
    for (WorkerPool pool : configuration.workerPools()) {
      workers.put(pool.name(), service(
          ServiceProfile.worker(configuration, pool), answers, pool.desired(), CountOwner.AUTOSCALER, Optional.empty()));
    }
    for (ServiceProfile autoscaler : ServiceProfile.autoscalers(configuration)) {
      service(autoscaler, answersWithServices(), 1, CountOwner.STACK, Optional.empty());
    }
  }

  private SettingAnswers answersWithServices() {
    Map<String, Output<String>> names = new LinkedHashMap<>();
    workers.forEach((pool, service) -> names.put(pool, service.name()));
    return answers.with(names);
  }

  private RuntimeService service(
      ServiceProfile profile, SettingAnswers told, int count, CountOwner owner, Optional<LoadBalancer> balancer) {
    RuntimeTask.Args task = new RuntimeTask.Args(
        physical(profile.name()),
        profile.kind(),
        profile.size(),
        told.environment(profile),
        told.secrets(profile),
        targets(profile).statementsFor(profile.kind()),
        configuration.region(),
        configuration.compute());
    return new RuntimeService(profile.name(), new RuntimeService.Args(cluster.arn(), task, count, owner, balancer), TOP);
  }

  private PermissionTargets targets(ServiceProfile profile) {
    List<String> served = profile.pools().stream().flatMap(pool -> pool.queues().stream()).distinct().toList();
    return new PermissionTargets(
        ofQueues(JobQueue::arn),
        served.stream().map(queues::get).map(JobQueue::arn).toList(),
        ofQueues(JobQueue::deadLetterArn),
        profile.pools().stream().filter(pool -> workers.containsKey(pool.name())).map(pool -> workers.get(pool.name()).arn()).toList(),
        cluster.arn());
  }

  private List<Output<String>> ofQueues(Function<JobQueue, Output<String>> part) {
    return queues.values().stream().map(part).toList();
  }

  private String physical(String name) {
    return configuration.namePrefix() + "-" + name;
  }
}
