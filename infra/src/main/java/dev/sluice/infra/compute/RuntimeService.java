package dev.sluice.infra.compute;

import com.pulumi.aws.ecs.Service;
import com.pulumi.aws.ecs.ServiceArgs;
import com.pulumi.aws.ecs.inputs.ServiceCapacityProviderStrategyArgs;
import com.pulumi.aws.ecs.inputs.ServiceDeploymentCircuitBreakerArgs;
import com.pulumi.aws.ecs.inputs.ServiceLoadBalancerArgs;
import com.pulumi.aws.ecs.inputs.ServiceNetworkConfigurationArgs;
import com.pulumi.aws.ecs.inputs.ServiceServiceRegistriesArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.sluice.infra.network.Discovery;
import dev.sluice.infra.network.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task that ECS keeps running in a number of instances. A deployment that does not turn healthy goes back by itself (ECS's
 * circuit breaker).
 */
public final class RuntimeService extends ComponentResource {
  /** Who decides how many instances run once the service exists. */
  public enum CountOwner {
    /** The stack: an update sets the count. */
    STACK,
    /** The autoscaler: an update leaves the count alone. */
    AUTOSCALER
  }

  /**
   * What a service is made from.
   *
   * @param cluster that it runs in
   * @param capacity what its tasks run on
   * @param task what it runs
   * @param desiredCount instances at creation
   * @param countOwner who decides from then on
   * @param subnets that its tasks stand in
   * @param securityGroups of its tasks
   * @param loadBalancer what leads to it
   * @param discovery where its tasks are registered
   */
  public record Args(
      Cluster cluster,
      Capacity capacity,
      RuntimeTask.Args task,
      int desiredCount,
      CountOwner countOwner,
      List<Output<String>> subnets,
      Output<List<String>> securityGroups,
      Optional<LoadBalancer> loadBalancer,
      Optional<Discovery> discovery) {
    public Args {
      subnets = List.copyOf(subnets);
    }
  }

  private final Output<String> name;
  private final Output<String> arn;

  public RuntimeService(String name, Args args, ComponentResourceOptions options) {
    super("sluice:compute:RuntimeService", name, options);
    RuntimeTask task = new RuntimeTask(name, args.task(), ComponentResourceOptions.builder().parent(this).build());
    ServiceArgs.Builder service = ServiceArgs.builder()
        .name(args.task().family())
        .cluster(args.cluster().arn())
        .taskDefinition(task.taskDefinitionArn())
        .desiredCount(args.desiredCount())
        .deploymentCircuitBreaker(ServiceDeploymentCircuitBreakerArgs.builder().enable(true).rollback(true).build())
        .deploymentMinimumHealthyPercent(100)
        .deploymentMaximumPercent(200)
        .propagateTags("SERVICE");
    runOn(service, args.capacity());
    if (args.task().configuration().attachesNetwork()) {
      service.networkConfiguration(ServiceNetworkConfigurationArgs.builder()
          .subnets(Output.all(args.subnets())).securityGroups(args.securityGroups()).assignPublicIp(false).build());
    }
    args.loadBalancer().ifPresent(balancer -> service.loadBalancers(ServiceLoadBalancerArgs.builder()
        .targetGroupArn(balancer.targetGroupArn())
        .containerName(task.containerName())
        .containerPort(args.task().size().port().orElseThrow())
        .build()));
    args.discovery().ifPresent(discovery -> service.serviceRegistries(
        ServiceServiceRegistriesArgs.builder().registryArn(discovery.registryArn()).build()));

    var child = CustomResourceOptions.builder().parent(this).dependsOn(before(args, task));
    if (args.countOwner() == CountOwner.AUTOSCALER) {
      child.ignoreChanges("desiredCount");
    }
    Service created = new Service(name, service.build(), child.build());
    this.name = created.name();
    this.arn = created.id();
    registerOutputs(Map.of("name", this.name));
  }

  private static void runOn(ServiceArgs.Builder service, Capacity capacity) {
    if (capacity.shares().isEmpty()) {
      service.launchType(capacity.launchType());
      return;
    }
    service.capacityProviderStrategies(capacity.shares().stream()
        .map(share -> ServiceCapacityProviderStrategyArgs.builder()
            .capacityProvider(share.provider()).base(share.base()).weight(share.weight()).build())
        .toList());
  }

  /** Its permissions, its way in and its capacity stand before its first task starts. */
  private static List<Resource> before(Args args, RuntimeTask task) {
    List<Resource> before = new ArrayList<>(task.role().policies());
    args.loadBalancer().ifPresent(balancer -> before.add(balancer.listener()));
    args.cluster().providers().ifPresent(before::add);
    return before;
  }

  public Output<String> name() {
    return name;
  }

  public Output<String> arn() {
    return arn;
  }
}
