package dev.sluice.infra.compute;

import com.pulumi.aws.ecs.Service;
import com.pulumi.aws.ecs.ServiceArgs;
import com.pulumi.aws.ecs.inputs.ServiceLoadBalancerArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.sluice.infra.network.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task that ECS keeps running in a number of instances. */
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
   * @param cluster ARN of its cluster
   * @param task what it runs
   * @param desiredCount instances at creation
   * @param countOwner who decides from then on
   * @param loadBalancer what leads to it
   */
  public record Args(
      Output<String> cluster, RuntimeTask.Args task, int desiredCount, CountOwner countOwner, Optional<LoadBalancer> loadBalancer) {}

  private final Output<String> name;
  private final Output<String> arn;

  public RuntimeService(String name, Args args, ComponentResourceOptions options) {
    super("sluice:compute:RuntimeService", name, options);
    RuntimeTask task = new RuntimeTask(name, args.task(), ComponentResourceOptions.builder().parent(this).build());
    ServiceArgs.Builder service = ServiceArgs.builder()
        .name(args.task().family())
        .cluster(args.cluster())
        .taskDefinition(task.taskDefinitionArn())
        .launchType(args.task().configuration().launchType())
        .desiredCount(args.desiredCount())
        .propagateTags("SERVICE");
    args.loadBalancer().ifPresent(balancer -> service.loadBalancers(ServiceLoadBalancerArgs.builder()
        .targetGroupArn(balancer.targetGroupArn())
        .containerName(task.containerName())
        .containerPort(args.task().size().port())
        .build()));

    List<Resource> before = new ArrayList<>(task.role().policies());
    args.loadBalancer().ifPresent(balancer -> before.add(balancer.listener()));
    var child = CustomResourceOptions.builder().parent(this).dependsOn(before);
    if (args.countOwner() == CountOwner.AUTOSCALER) {
      child.ignoreChanges("desiredCount");
    }
    Service created = new Service(name, service.build(), child.build());
    this.name = created.name();
    this.arn = created.id();
    registerOutputs(Map.of("name", this.name));
  }

  public Output<String> name() {
    return name;
  }

  public Output<String> arn() {
    return arn;
  }
}
