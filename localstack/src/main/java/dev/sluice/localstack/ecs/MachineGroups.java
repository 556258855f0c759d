package dev.sluice.localstack.ecs;

import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.Inputs;
import dev.sluice.localstack.engine.ResourceHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Auto Scaling groups behind a cluster's capacity providers: as many container instances as the group has at its start, one at
 * least. They are names that tasks are placed on and drained from; the groups do not grow. Safe for any thread.
 */
public final class MachineGroups {
  private final AwsAccount account;
  private final EcsControlPlane ecs;
  private final Map<String, Integer> sizeOfGroup = new ConcurrentHashMap<>();
  private final Map<String, String> groupOfProvider = new ConcurrentHashMap<>();

  public MachineGroups(AwsAccount account, EcsControlPlane ecs) {
    this.account = account;
    this.ecs = ecs;
  }

  /** {@code aws:autoscaling/group:Group}. */
  public ResourceHandler group() {
    return request -> {
      String name = request.physicalName("name");
      String arn = account.arn("autoscaling", "autoScalingGroup:local:autoScalingGroupName/" + name);
      int size = request.inputs().integer("desiredCapacity").or(() -> request.inputs().integer("minSize")).orElse(1);
      sizeOfGroup.put(arn, Math.max(1, size));
      return CreatedResource.answering(request).with("name", name).with("arn", arn).with("desiredCapacity", size).created(name);
    };
  }

  /** {@code aws:ecs/capacityProvider:CapacityProvider}. */
  public ResourceHandler capacityProvider() {
    return request -> {
      String name = request.physicalName("name");
      String arn = account.arn("ecs", "capacity-provider/" + name);
      request.inputs().object("autoScalingGroupProvider").flatMap(provider -> provider.text("autoScalingGroupArn"))
          .ifPresent(group -> groupOfProvider.put(name, group));
      return CreatedResource.answering(request).with("name", name).with("arn", arn).created(arn);
    };
  }

  /** {@code aws:ecs/clusterCapacityProviders:ClusterCapacityProviders}. */
  public ResourceHandler clusterCapacityProviders() {
    return request -> {
      Inputs inputs = request.inputs();
      String cluster = inputs.requiredText("clusterName");
      for (Object provider : inputs.list("capacityProviders")) {
        String group = groupOfProvider.get(String.valueOf(provider));
        if (group != null) {
          ecs.addContainerInstances(cluster, sizeOfGroup.getOrDefault(group, 1));
        }
      }
      return CreatedResource.answering(request).created(cluster);
    };
  }
}
