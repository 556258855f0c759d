package dev.sluice.tests.endtoend;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.localstack.LocalCloud;
import dev.sluice.localstack.ecs.TaskView;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The stack in a local cloud, all services healthy, with the clients that tests talk to it with. */
public final class Cloud implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final StaticCredentialsProvider NOBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  public final LocalCloud local;
  public final CoordinatorClient coordinator;
  public final SqsClient sqs;
  public final EcsClient ecs;
  public final S3Client s3;

  private Cloud(LocalCloud local) {
    this.local = local;
    this.coordinator = new CoordinatorClient(URI.create(output(Setting.COORDINATOR_URL)));
    this.sqs = SqsClient.builder().endpointOverride(local.endpoint()).region(Region.US_EAST_1).credentialsProvider(NOBODY).build();
    this.s3 = s3(local);
    this.ecs = EcsClient.builder().endpointOverride(local.endpoint()).region(Region.US_EAST_1).credentialsProvider(NOBODY).build();
  }

  /** Starts the stack for laptops with some keys changed, and images of the given store. */
  public static Cloud start(Map<String, String> changed, Path images) throws InterruptedException {
    return start(changed, images, local -> { });
  }

  /** Does the same, and tells of the cloud before its services are healthy. */
  public static Cloud start(Map<String, String> changed, Path images, Consumer<LocalCloud> created) throws InterruptedException {
    Cloud cloud = new Cloud(LocalCloud.start(Checkout.stack(changed, images)));
    try {
      created.accept(cloud.local);
      cloud.local.awaitHealthy(PATIENCE);
      return cloud;
    } catch (RuntimeException | InterruptedException e) {
      cloud.close();
      throw e;
    }
  }

  /** Makes a client that sends objects in one piece, as the local cloud wants them. */
  static S3Client s3(LocalCloud local) {
    return S3Client.builder().endpointOverride(local.endpoint()).region(Region.US_EAST_1).credentialsProvider(NOBODY)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false)).build();
  }

  public String output(Setting setting) {
    return String.valueOf(local.outputs().get(setting.key()));
  }

  public String queueUrl(Setting setting, String queue) {
    return SettingText.map(output(setting)).get(queue);
  }

  /** Asks a queue how many messages could be received. */
  public int depth(Setting setting, String queue) {
    QueueAttributeName visible = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    return Integer.parseInt(sqs.getQueueAttributes(get -> get.queueUrl(queueUrl(setting, queue)).attributeNames(visible))
        .attributes().get(visible));
  }

  public String workerService() {
    return SettingText.map(output(Setting.WORKER_SERVICES)).get("default");
  }

  public List<TaskView> workers() {
    return local.tasks().stream().filter(task -> task.service().filter(workerService()::equals).isPresent()).toList();
  }

  /** Asks ECS for so many workers. */
  public void scaleWorkers(int count) {
    ecs.updateService(update -> update.cluster(output(Setting.CLUSTER_NAME)).service(workerService()).desiredCount(count));
  }

  /** Asks ECS whether scale-in leaves a task alone. */
  public boolean isProtected(TaskView task) {
    return ecs.getTaskProtection(get -> get.cluster(output(Setting.CLUSTER_NAME)).tasks(task.arn())).protectedTasks().stream()
        .anyMatch(ProtectedTask::protectionEnabled);
  }

  @Override
  public void close() {
    sqs.close();
    ecs.close();
    s3.close();
    local.close();
  }
}
