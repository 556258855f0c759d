package dev.sluice.infra.compute;

import com.pulumi.aws.ecs.ClusterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** The ECS cluster that runs the services. */
public final class Cluster extends ComponentResource {
  /**
   * What a cluster is made from.
   *
   * @param physicalName name in ECS
   */
  public record Args(String physicalName) {}

  private final Output<String> name;
  private final Output<String> arn;

  public Cluster(String name, Args args, ComponentResourceOptions options) {
    super("sluice:compute:Cluster", name, options);
    var cluster = new com.pulumi.aws.ecs.Cluster(name, ClusterArgs.builder().name(args.physicalName()).build(),
        CustomResourceOptions.builder().parent(this).build());
    this.name = cluster.name();
    this.arn = cluster.arn();
    registerOutputs(Map.of("name", this.name, "arn", this.arn));
  }

  public Output<String> name() {
    return name;
  }

  public Output<String> arn() {
    return arn;
  }
}
