package dev.sluice.infra.compute;

import com.pulumi.aws.autoscaling.Group;
import com.pulumi.aws.autoscaling.GroupArgs;
import com.pulumi.aws.autoscaling.inputs.GroupLaunchTemplateArgs;
import com.pulumi.aws.autoscaling.inputs.GroupTagArgs;
import com.pulumi.aws.ec2.LaunchTemplate;
import com.pulumi.aws.ec2.LaunchTemplateArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateIamInstanceProfileArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateMetadataOptionsArgs;
import com.pulumi.aws.ecs.CapacityProvider;
import com.pulumi.aws.ecs.CapacityProviderArgs;
import com.pulumi.aws.ecs.inputs.CapacityProviderAutoScalingGroupProviderArgs;
import com.pulumi.aws.ecs.inputs.CapacityProviderAutoScalingGroupProviderManagedScalingArgs;
import com.pulumi.aws.iam.InstanceProfile;
import com.pulumi.aws.iam.InstanceProfileArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.infra.configuration.Architecture;
import dev.sluice.infra.configuration.MachineConfiguration;
import dev.sluice.infra.identity.PolicyDocument;
import dev.sluice.infra.json.Outputs;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** EC2 machines for the cluster's tasks: a group that ECS itself grows and shrinks, and drains before it takes one away. */
public final class Machines extends ComponentResource {
  /** AWS keeps the newest machine image for ECS under this parameter; EC2 resolves it at each launch. */
  private static final String MACHINE_IMAGE =
      "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023%s/recommended/image_id";
  private static final String INSTANCE_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";

  /**
   * What the machines are made from.
   *
   * @param clusterName cluster that they join
   * @param configuration what they are like
   * @param subnets that they stand in
   * @param tags that each machine gets; the provider's default tags end at the group
   */
  public record Args(
      String clusterName, MachineConfiguration configuration, List<Output<String>> subnets, Map<String, String> tags) {
    public Args {
      subnets = List.copyOf(subnets);
      tags = Map.copyOf(tags);
    }
  }

  private final Output<String> capacityProvider;

  public Machines(String name, Args args, ComponentResourceOptions options) {
    super("sluice:compute:Machines", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    Role role = new Role(name, RoleArgs.builder().assumeRolePolicy(PolicyDocument.assumedByMachines()).build(), child);
    new RolePolicyAttachment(name, RolePolicyAttachmentArgs.builder().role(role.name()).policyArn(INSTANCE_POLICY).build(),
        child);
    var profile = new InstanceProfile(name, InstanceProfileArgs.builder().role(role.name()).build(), child);
    var template = new LaunchTemplate(name, LaunchTemplateArgs.builder()
        .imageId(machineImage(args.configuration().type()))
        .instanceType(args.configuration().type())
        .iamInstanceProfile(LaunchTemplateIamInstanceProfileArgs.builder().arn(profile.arn()).build())
        .metadataOptions(LaunchTemplateMetadataOptionsArgs.builder().httpTokens("required").httpEndpoint("enabled").build())
        .userData(joining(args.clusterName()))
        .build(), child);
    var group = new Group(name, GroupArgs.builder()
        .vpcZoneIdentifiers(Output.all(args.subnets()))
        .minSize(args.configuration().min())
        .maxSize(args.configuration().max())
        .launchTemplate(GroupLaunchTemplateArgs.builder()
            .id(template.id()).version(Outputs.ifPresent(template.latestVersion(), version -> Integer.toString(version))).build())
        .protectFromScaleIn(true)
        .tags(tags(args.tags()))
        // ECS owns the number of machines between the limits.
        .build(), CustomResourceOptions.builder().parent(this).ignoreChanges("desiredCapacity").build());
    capacityProvider = new CapacityProvider(name, CapacityProviderArgs.builder()
        .autoScalingGroupProvider(CapacityProviderAutoScalingGroupProviderArgs.builder()
            .autoScalingGroupArn(group.arn())
            .managedDraining("ENABLED")
            .managedTerminationProtection("ENABLED")
            .managedScaling(CapacityProviderAutoScalingGroupProviderManagedScalingArgs.builder()
                .status("ENABLED").targetCapacity(100).build())
            .build())
        .build(), child).name();
    registerOutputs(Map.of("capacityProvider", capacityProvider));
  }

  private static List<GroupTagArgs> tags(Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>(tags);
    all.put("AmazonECSManaged", "true");
    return all.entrySet().stream()
        .map(tag -> GroupTagArgs.builder().key(tag.getKey()).value(tag.getValue()).propagateAtLaunch(true).build()).toList();
  }

  private static String machineImage(String type) {
    return MACHINE_IMAGE.formatted(Architecture.ofMachine(type) == Architecture.ARM64 ? "/arm64" : "");
  }

  private static String joining(String clusterName) {
    // A machine bought on Spot drains at its notice, so that its tasks get SIGTERM: "Spot Instance draining is turned off by default"
    // (docs.aws.amazon.com/AmazonECS/latest/developerguide/spot-instance-draining-linux-container.html). Others never get a notice.
    String script = """
        #!/bin/sh
        echo ECS_CLUSTER=%s >> /etc/ecs/ecs.config
        echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config
        """.formatted(clusterName);
    return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
  }

  public Output<String> capacityProvider() {
    return capacityProvider;
  }
}
