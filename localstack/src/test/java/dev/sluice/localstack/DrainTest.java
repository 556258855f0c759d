package dev.sluice.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.Context;
import com.pulumi.aws.autoscaling.Group;
import com.pulumi.aws.autoscaling.GroupArgs;
import com.pulumi.aws.ecs.CapacityProvider;
import com.pulumi.aws.ecs.CapacityProviderArgs;
import com.pulumi.aws.ecs.Cluster;
import com.pulumi.aws.ecs.ClusterCapacityProviders;
import com.pulumi.aws.ecs.ClusterCapacityProvidersArgs;
import com.pulumi.aws.ecs.Service;
import com.pulumi.aws.ecs.ServiceArgs;
import com.pulumi.aws.ecs.TaskDefinition;
import com.pulumi.aws.ecs.TaskDefinitionArgs;
import com.pulumi.aws.ecs.inputs.CapacityProviderAutoScalingGroupProviderArgs;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.localstack.program.Await;
import dev.sluice.localstack.program.Clients;
import dev.sluice.localstack.program.EchoImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.Task;

final class DrainTest {
  @Test
  void theTasksOfADrainedInstanceMoveToAnother(@TempDir Path folder) throws Exception {
    LocalCloudOptions options = LocalCloudOptions.of(DrainTest::machines, "drain", "local",
        EchoImage.in(folder.resolve("images")))
        .withStateFolder(folder.resolve("state"));
    try (LocalCloud cloud = LocalCloud.start(options); EcsClient ecs = Clients.ecs(cloud)) {
      cloud.awaitHealthy(Duration.ofSeconds(60));
      List<String> instances = ecs.listContainerInstances(request -> request.cluster("machines")).containerInstanceArns();
      assertThat(instances).hasSize(2);
      assertThat(tasks(ecs)).extracting(Task::containerInstanceArn).containsExactlyInAnyOrderElementsOf(instances);

      String drained = instances.get(0);
      ecs.updateContainerInstancesState(request -> request.cluster("machines").containerInstances(drained)
          .status(ContainerInstanceStatus.DRAINING));
      Await.until("both tasks are on the other instance",
          () -> tasks(ecs).stream().map(Task::containerInstanceArn).toList().equals(List.of(instances.get(1), instances.get(1))));
      cloud.awaitHealthy(Duration.ofSeconds(60));
      Await.until("nothing is left on the drained instance", () -> {
        ContainerInstance instance = ecs.describeContainerInstances(
            request -> request.cluster("machines").containerInstances(drained)).containerInstances().get(0);
        return instance.status().equals("DRAINING") && instance.runningTasksCount() == 0;
      });
    }
  }

  private static List<Task> tasks(EcsClient ecs) {
    List<String> arns = ecs.listTasks(request -> request.cluster("machines")).taskArns();
    return arns.isEmpty() ? List.of() : ecs.describeTasks(request -> request.cluster("machines").tasks(arns)).tasks();
  }

  private static void machines(Context context) {
    Group group = new Group("machines", GroupArgs.builder().minSize(2).maxSize(4).build());
    CapacityProvider provider = new CapacityProvider("machines", CapacityProviderArgs.builder().name("machines")
        .autoScalingGroupProvider(
        CapacityProviderAutoScalingGroupProviderArgs.builder().autoScalingGroupArn(group.arn()).build()).build());
    Cluster cluster = new Cluster("machines", com.pulumi.aws.ecs.ClusterArgs.builder().name("machines").build());
    ClusterCapacityProviders providers = new ClusterCapacityProviders("machines", ClusterCapacityProvidersArgs.builder()
        .clusterName(cluster.name()).capacityProviders(provider.name().applyValue(List::of)).build());
    TaskDefinition definition = new TaskDefinition("echo", TaskDefinitionArgs.builder().family("echo").containerDefinitions("""
        [{"name":"echo","image":"echo","environment":[{"name":"HTTP_PORT","value":"8080"}],
          "portMappings":[{"containerPort":8080}],
          "healthCheck":{"command":[%s]}}]
        """.formatted(EchoImage.probe())).build());
    new Service("echo", ServiceArgs.builder().cluster(cluster.arn()).taskDefinition(definition.arn()).desiredCount(2).build(),
        CustomResourceOptions.builder().dependsOn(providers).build());
  }
}
