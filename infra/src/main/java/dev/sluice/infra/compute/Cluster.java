package dev.sluice.infra.compute;

import com.pulumi.aws.ecs.ClusterArgs;
import com.pulumi.aws.ecs.ClusterCapacityProviders;
import com.pulumi.aws.ecs.ClusterCapacityProvidersArgs;
import com.pulumi.aws.ecs.inputs.ClusterSettingArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.configuration.ComputeConfiguration;
import dev.sluice.infra.json.Outputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ECS cluster that runs the services, and what it may run them on. */
public final class Cluster extends ComponentResource {
  /**
   * What a cluster is made from.
   *
   * @param physicalName name in ECS
   * @param configuration what all services are like
   * @param subnets that new machines stand in
   * @param insights whether CloudWatch measures its tasks
   * @param tags of machines
   */
  public record Args(
      String physicalName, ComputeConfiguration configuration, List<Output<String>> subnets, boolean insights, Map<String, String> tags) {
    public Args {
      subnets = List.copyOf(subnets);
      tags = Map.copyOf(tags);
    }
  }

  private final Output<String> name;
  private final Output<String> arn;
  private final ComputeConfiguration configuration;
  private final Optional<Machines> machines;
  private final Optional<ClusterCapacityProviders> providers;

  public Cluster(String name, Args args, ComponentResourceOptions options) {
    super("sluice:compute:Cluster", name, options);
    configuration = args.configuration();
    var child = CustomResourceOptions.builder().parent(this).build();
    var cluster = new com.pulumi.aws.ecs.Cluster(name, ClusterArgs.builder()
        .name(args.physicalName())
        .settings(ClusterSettingArgs.builder().name("containerInsights").value(args.insights() ? "enabled" : "disabled").build())
        .build(), child);
    machines = configuration.isFargate() || !configuration.machines().managed()
        ? Optional.empty()
        : Optional.of(new Machines(name, new Machines.Args(args.physicalName(), configuration.machines(), args.subnets(), args.tags()),
            ComponentResourceOptions.builder().parent(this).build()));
    providers = capacityProviders().map(names -> new ClusterCapacityProviders(name, ClusterCapacityProvidersArgs.builder()
        .clusterName(cluster.name()).capacityProviders(names).build(), child));
    this.name = cluster.name();
    this.arn = cluster.arn();
    registerOutputs(Map.of("name", this.name, "arn", this.arn));
  }

  private Optional<Output<List<String>>> capacityProviders() {
    return configuration.isFargate()
        ? Optional.of(Output.of(List.of("FARGATE", "FARGATE_SPOT")))
        : machines.map(made -> Outputs.ifPresent(made.capacityProvider(), List::of));
  }

  /** Returns what tasks run on here, a percentage of them on Spot. */
  public Capacity capacity(int spotShare) {
    return configuration.isFargate()
        ? Capacity.fargate(spotShare)
        : machines.map(made -> Capacity.of(made.capacityProvider())).orElseGet(Capacity::selfRegistered);
  }

  /** Returns what must stand before a service may name a capacity provider. */
  public Optional<ClusterCapacityProviders> providers() {
    return providers;
  }

  public Output<String> name() {
    return name;
  }

  public Output<String> arn() {
    return arn;
  }
}
