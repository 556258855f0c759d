package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.localstack.ecs.TaskView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.ecs.model.Task;

/** What a stack that is up answers with, and that nothing is left when it is down. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackServicesTest {
  private static Cloud cloud;

  @BeforeAll
  static void start() throws InterruptedException {
    cloud = Cloud.start(Map.of("sluice:scalingInterval", "1h"), Checkout.IMAGES);
  }

  @AfterAll
  static void stop() {
    if (cloud != null) {
      cloud.close();
    }
  }

  @Test
  void theAddressAmongTheOutputsAnswersItsHealthCheck() throws Exception {
    URI health = URI.create(cloud.output(Setting.COORDINATOR_URL)).resolve("/healthz");
    assertThat(HttpClient.newHttpClient().send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theClusterIsActiveAndHasAFamilyForEachService() {
    assertThat(cloud.ecs.describeClusters(request -> request.clusters(cloud.output(Setting.CLUSTER_NAME))).clusters())
        .singleElement().satisfies(cluster -> assertThat(cluster.status()).isEqualTo("ACTIVE"));
    assertThat(families()).contains(
        "sluice-localstack-coordinator", "sluice-localstack-worker-default", "sluice-localstack-autoscaler", "sluice-localstack-simulator");
    assertThat(cloud.local.tasks()).extracting(TaskView::family).contains(
        "sluice-localstack-coordinator", "sluice-localstack-worker-default", "sluice-localstack-autoscaler");
  }

  @Test
  void theQueuesOfTheOutputsAnswer() {
    assertThat(cloud.sqs.getQueueAttributes(request -> request.queueUrl(cloud.queueUrl(Setting.QUEUE_URLS, "default"))
        .attributeNamesWithStrings("FifoQueue", "VisibilityTimeout", "RedrivePolicy")).attributesAsStrings())
        .containsEntry("FifoQueue", "true").containsEntry("VisibilityTimeout", "12").containsKey("RedrivePolicy");
  }

  @Test
  void theSimulatorRunsAsAOneOffTask() {
    String family = families().stream().filter(name -> name.endsWith("-simulator")).findFirst().orElseThrow();
    Task started = cloud.ecs.runTask(request -> request.cluster(cloud.output(Setting.CLUSTER_NAME)).taskDefinition(family)).tasks().get(0);
    Eventually.holds("it has stopped", () -> task(started).lastStatus().equals("STOPPED"));
    assertThat(task(started).containers()).singleElement()
        .satisfies(container -> assertThat(container.exitCode()).as(container.reason()).isZero());
  }

  private static Task task(Task started) {
    return cloud.ecs.describeTasks(request -> request.cluster(cloud.output(Setting.CLUSTER_NAME)).tasks(started.taskArn())).tasks().get(0);
  }

  private static List<String> families() {
    return cloud.ecs.listTaskDefinitions(request -> request.maxResults(100)).taskDefinitionArns().stream()
        .map(arn -> arn.replaceAll(".*/|:\\d+$", "")).distinct().toList();
  }

  @Test
  void aLeaseNamesThePoolOfItsWorker() {
    RunId run = Eventually.answered(() -> cloud.coordinator.submit(SubmitRequest.of("fast", Map.of("timeScale", 0.05)))).runId();
    Eventually.holds("it is leased", () -> cloud.coordinator.run(run).ops().get(0).leaseOwner() != null);
    assertThat(cloud.coordinator.run(run).ops().get(0).leaseOwner()).startsWith("default@");
  }

  @Test
  void theDatabaseRefusesAnotherUserAndAnotherPassword() {
    assertThatThrownBy(() -> migrate("sluice", "wrong")).isInstanceOf(StoreUnavailableException.class)
        .hasStackTraceContaining("password authentication failed for user \"sluice\"");
    assertThatThrownBy(() -> migrate("somebody", "wrong")).isInstanceOf(StoreUnavailableException.class)
        .hasStackTraceContaining("password authentication failed for user \"somebody\"");
  }

  private static void migrate(String user, String password) {
    Settings settings = Settings.of(ServiceKind.AUTOSCALER, List.of(new SettingSource("test", Map.of(
        Setting.DATABASE_URL.key(), cloud.output(Setting.DATABASE_URL),
        Setting.DATABASE_USER.key(), user,
        Setting.DATABASE_PASSWORD.key(), password,
        Setting.QUEUE_URLS.key(), "{}",
        Setting.CLUSTER_NAME.key(), "c",
        Setting.WORKER_SERVICES.key(), "{}",
        Setting.WORKER_POOL_QUEUES.key(), "{}"))));
    try (Database database = Database.open(settings)) {
      database.migrate();
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void downLeavesNeitherProcessNorPortNorFile() {
    List<ProcessHandle> processes = Stream.concat(
        ProcessHandle.current().descendants(),
        cloud.local.tasks().stream().flatMap(task -> ProcessHandle.of(task.pid()).stream())).distinct().toList();
    List<URI> addresses =
        List.of(cloud.local.endpoint(), cloud.local.sqsEndpoint(), URI.create(cloud.output(Setting.COORDINATOR_URL)),
            URI.create(cloud.output(Setting.DATABASE_URL).substring("jdbc:".length())));
    Path folder = cloud.local.folder();
    assertThat(processes).hasSizeGreaterThan(5);
    assertThat(addresses).allMatch(StackServicesTest::answers);
    assertThat(folder).exists();

    cloud.close();

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(addresses).noneMatch(StackServicesTest::answers);
    assertThat(folder).doesNotExist();
  }

  private static boolean answers(URI address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
