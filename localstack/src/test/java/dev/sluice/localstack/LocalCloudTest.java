package dev.sluice.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.localstack.ecs.TaskStatus;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.localstack.program.Await;
import dev.sluice.localstack.program.Clients;
import dev.sluice.localstack.program.EchoImage;
import dev.sluice.localstack.program.Http;
import dev.sluice.localstack.program.SmallStack;
import dev.sluice.localstack.rds.DatabaseInstance;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One cloud, looked at from all sides. Each test leaves the service at two healthy tasks. */
final class LocalCloudTest {
  @TempDir static Path folder;
  private static LocalCloud cloud;
  private static EcsClient ecs;
  private static SqsClient sqs;
  private static String cluster;

  @BeforeAll
  static void deploy() throws Exception {
    Path store = EchoImage.in(folder.resolve("images"));
    cloud = LocalCloud.start(LocalCloudOptions.of(SmallStack::run, "small", "local", store)
        .withStateFolder(folder.resolve("state")));
    cloud.awaitHealthy(Duration.ofSeconds(60));
    ecs = Clients.ecs(cloud);
    sqs = Clients.sqs(cloud);
    cluster = (String) cloud.outputs().get("clusterName");
  }

  @AfterAll
  static void nothingIsLeft() {
    cloud.close();
    assertThat(folder.resolve("state")).isEmptyDirectory();
  }

  @Test
  void outputsAreThereAndSecretsAreMasked() {
    assertThat(cloud.outputs()).containsEntry("databasePassword", SmallStack.PASSWORD);
    assertThat(cloud.maskedOutputs()).containsEntry("databasePassword", "[secret]").containsEntry("clusterName", cluster);
    assertThat(cloud.resources()).anySatisfy(resource -> {
      assertThat(resource.type()).isEqualTo("aws:rds/instance:Instance");
      assertThat(resource.created()).isTrue();
    });
  }

  @Test
  void theQueueDeduplicatesAndDeadLettersByItsRedrivePolicy() throws Exception {
    String queue = (String) cloud.outputs().get("queueUrl");
    assertThat(sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(QueueAttributeName.ALL)).attributes())
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "7").containsEntry(QueueAttributeName.FIFO_QUEUE, "true");
    for (int i = 0; i < 2; i++) {
      sqs.sendMessage(request -> request.queueUrl(queue).messageBody("one").messageGroupId("g").messageDeduplicationId("same"));
    }
    for (int receive = 1; receive <= 2; receive++) {
      List<Message> received = sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(5).maxNumberOfMessages(10)
          .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)).messages();
      assertThat(received).hasSize(1);
      assertThat(received.get(0).attributes())
          .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, Integer.toString(receive));
      sqs.changeMessageVisibility(request -> request.queueUrl(queue).receiptHandle(received.get(0).receiptHandle())
          .visibilityTimeout(0));
    }
    assertThat(sqs.receiveMessage(request -> request.queueUrl(queue)).messages()).isEmpty();
    String dead = (String) cloud.outputs().get("deadLetterUrl");
    assertThat(sqs.receiveMessage(request -> request.queueUrl(dead).waitTimeSeconds(5)).messages())
        .singleElement().satisfies(message -> assertThat(message.body()).isEqualTo("one"));
  }

  @Test
  void theDatabaseChecksPasswordsAndIsDurable() throws Exception {
    DatabaseInstance database = cloud.database();
    assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), "wrong").close())
        .isInstanceOf(SQLException.class).hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> DriverManager.getConnection(database.url(), "postgres", "").close())
        .isInstanceOf(SQLException.class);
    try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      assertThat(setting(statement, "fsync")).isEqualTo("on");
      assertThat(setting(statement, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(statement, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(statement, "server_version")).startsWith("17");
      assertThat(setting(statement, "is_superuser")).isEqualTo("off");
      statement.execute("CREATE SCHEMA work; CREATE TABLE work.runs (id int PRIMARY KEY)");
    }
  }

  private static String setting(Statement statement, String name) throws SQLException {
    try (ResultSet value = statement.executeQuery("SHOW " + name)) {
      value.next();
      return value.getString(1);
    }
  }

  @Test
  void aTaskSeesItsEnvironmentAndNothingElse() throws Exception {
    TaskView task = cloud.tasks().get(0);
    Map<String, String> environment = Http.environment(task.port());
    assertThat(environment)
        .containsEntry("FROM_IMAGE", "yes").containsEntry("OVERRIDDEN", "definition")
        .containsEntry("HTTP_PORT", Integer.toString(task.port())).containsEntry("UNRELATED", "8080")
        .containsEntry("LOGIN_PASSWORD", "it's secret")
        .containsEntry("QUEUE_URL", (String) cloud.outputs().get("queueUrl"))
        .containsEntry("AWS_ENDPOINT_URL", cloud.endpoint().toString())
        .containsEntry("AWS_ENDPOINT_URL_ECS", cloud.endpoint().toString())
        .containsEntry("AWS_ENDPOINT_URL_SQS", cloud.sqsEndpoint().toString())
        .containsEntry("AWS_REGION", "us-east-1")
        .containsEntry("PROCESSORS", "1");
    Set<String> inherited = new HashSet<>(System.getenv().keySet());
    inherited.retainAll(environment.keySet());
    assertThat(inherited).isSubsetOf("PATH", "HOME", "TMPDIR", "LANG", "PWD", "OLDPWD", "SHLVL", "_", "AWS_REGION",
        "AWS_DEFAULT_REGION");
    assertThat(Long.parseLong(environment.get("MAX_HEAP"))).isLessThanOrEqualTo(128L * 1024 * 1024);
    assertThat(Http.get(environment.get("ECS_CONTAINER_METADATA_URI_V4") + "/task").body()).contains(task.arn());
  }

  @Test
  void aKilledTaskIsReplaced() throws Exception {
    TaskView victim = cloud.tasks().get(0);
    cloud.kill(victim);
    cloud.awaitHealthy(Duration.ofSeconds(60));
    assertThat(cloud.tasks()).hasSize(2).noneMatch(task -> task.id().equals(victim.id()));
    assertThat(ProcessHandle.of(victim.pid())).isEmpty();
    assertThat(service().events()).anySatisfy(event -> assertThat(event.message()).contains(victim.id())
        .contains("exited with 137"));
  }

  @Test
  void anUnhealthyTaskIsReplaced() throws Exception {
    TaskView victim = cloud.tasks().get(0);
    Http.get("http://127.0.0.1:" + victim.port() + "/sick");
    Await.until("the task has stopped", () -> cloud.tasks().stream().noneMatch(task -> task.id().equals(victim.id())));
    cloud.awaitHealthy(Duration.ofSeconds(60));
    assertThat(service().events()).anySatisfy(event ->
        assertThat(event.message()).contains("(task " + victim.id() + ") failed container health checks"));
  }

  @Test
  void theLoadBalancerReachesEachTaskAndSurvivesTheirReplacement() throws Exception {
    String url = cloud.outputs().get("url") + "/env";
    Set<String> reached = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      reached.add(portIn(url));
    }
    assertThat(reached).hasSize(2);
    update(0);
    Await.until("no task is left", () -> cloud.tasks().isEmpty());
    assertThat(Http.get(url).statusCode()).isEqualTo(503);
    update(2);
    cloud.awaitHealthy(Duration.ofSeconds(60));
    assertThat(reached).doesNotContain(portIn(url));
  }

  private static String portIn(String url) throws Exception {
    // A new connection each time: the balancer works on connections.
    var client = java.net.http.HttpClient.newBuilder().version(java.net.http.HttpClient.Version.HTTP_1_1).build();
    String body = client.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(url)).build(),
        java.net.http.HttpResponse.BodyHandlers.ofString()).body();
    return body.lines().filter(line -> line.startsWith("HTTP_PORT=")).findFirst().orElseThrow();
  }

  @Test
  void ecsDescribesWhatRuns() {
    List<String> arns = ecs.listTasks(request -> request.cluster(cluster).serviceName("echo")).taskArns();
    List<Task> tasks = ecs.describeTasks(request -> request.cluster(cluster).tasks(arns)).tasks();
    assertThat(tasks).hasSize(2).allSatisfy(task -> {
      assertThat(task.lastStatus()).isEqualTo("RUNNING");
      assertThat(task.healthStatusAsString()).isEqualTo("HEALTHY");
      assertThat(task.containers().get(0).networkBindings().get(0).containerPort()).isEqualTo(8080);
    });
    assertThat(tasks.stream().map(task -> task.containers().get(0).networkBindings().get(0).hostPort())
        .collect(Collectors.toSet()))
        .isEqualTo(cloud.tasks().stream().map(TaskView::port).collect(Collectors.toSet()));
    assertThat(service().runningCount()).isEqualTo(2);
    assertThat(service().events()).anySatisfy(event -> assertThat(event.message()).contains("has reached a steady state"));
    assertThat(ecs.describeClusters(request -> request.clusters(cluster, "nowhere"))).satisfies(answer -> {
      assertThat(answer.clusters()).singleElement().satisfies(found -> assertThat(found.status()).isEqualTo("ACTIVE"));
      assertThat(answer.failures()).singleElement().satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
    });
    assertThat(ecs.listServices(request -> request.cluster(cluster)).serviceArns()).hasSize(1);
    assertThat(ecs.describeTaskDefinition(request -> request.taskDefinition("echo")).taskDefinition()).satisfies(definition -> {
      assertThat(definition.revision()).isEqualTo(1);
      assertThat(definition.runtimePlatform().cpuArchitectureAsString()).isEqualTo("ARM64");
    });
    assertThat(ecs.listClusters().clusterArns()).hasSize(1);
  }

  @Test
  void protectedTasksAreNotStoppedByScaleIn() throws Exception {
    update(4);
    cloud.awaitHealthy(Duration.ofSeconds(60));
    List<TaskView> tasks = cloud.tasks();
    TaskView first = tasks.get(3);
    TaskView second = tasks.get(2);
    // One by the API, one by the agent that stands beside the task.
    ecs.updateTaskProtection(request -> request.cluster(cluster).tasks(first.arn()).protectionEnabled(true).expiresInMinutes(5));
    String agent = Http.environment(second.port()).get("ECS_AGENT_URI") + "/task-protection/v1/state";
    assertThat(Http.put(agent, "{\"ProtectionEnabled\":true}").body()).contains("\"ProtectionEnabled\":true")
        .contains("ExpirationDate");
    assertThat(ecs.getTaskProtection(request -> request.cluster(cluster).tasks(first.arn(), second.arn())).protectedTasks())
        .hasSize(2).allMatch(task -> task.protectionEnabled());

    update(1);
    Await.until("only the protected tasks are left", () -> cloud.tasks().size() == 2);
    assertThat(cloud.tasks()).extracting(TaskView::id).containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(service().events()).anySatisfy(event -> assertThat(event.message())
        .contains("unable to scale in due to 1 protected"));

    ecs.updateTaskProtection(request -> request.cluster(cluster).tasks(first.arn()).protectionEnabled(false));
    Await.until("the task that is no longer protected is gone", () -> cloud.tasks().size() == 1);
    assertThat(cloud.tasks()).extracting(TaskView::id).containsExactly(second.id());
    ecs.updateTaskProtection(request -> request.cluster(cluster).tasks(second.arn()).protectionEnabled(false));
    update(2);
    cloud.awaitHealthy(Duration.ofSeconds(60));
  }

  @Test
  void aDeploymentReplacesEachTask() throws Exception {
    Set<String> before = cloud.tasks().stream().map(TaskView::id).collect(Collectors.toSet());
    ecs.updateService(request -> request.cluster(cluster).service("echo").forceNewDeployment(true));
    Await.until("all tasks are new", () -> cloud.tasks().stream().noneMatch(task -> before.contains(task.id())));
    cloud.awaitHealthy(Duration.ofSeconds(60));
    assertThat(cloud.tasks()).hasSize(2);
  }

  @Test
  void aOneOffTaskRunsWithItsOverridesAndIsKilledAfterItsStopTimeout() throws Exception {
    ContainerOverride stubborn = ContainerOverride.builder().name("echo")
        .environment(List.of(KeyValuePair.builder().name("STUBBORN").value("true").build())).build();
    Task started = ecs.runTask(request -> request.cluster(cluster).taskDefinition("echo")
        .overrides(overrides -> overrides.containerOverrides(List.of(stubborn)))).tasks().get(0);
    Await.until("it is healthy", () -> view(started).isReady());
    assertThat(view(started).service()).isEmpty();
    assertThat(ecs.updateTaskProtection(request -> request.cluster(cluster).tasks(started.taskArn()).protectionEnabled(true))
        .failures())
        .singleElement().satisfies(failure -> assertThat(failure.reason()).isEqualTo("TASK_NOT_VALID"));
    ecs.stopTask(request -> request.cluster(cluster).task(started.taskArn()).reason("enough"));
    Await.until("it has stopped", () -> view(started).status() == TaskStatus.STOPPED);
    Task stopped = ecs.describeTasks(request -> request.cluster(cluster).tasks(started.taskArn())).tasks().get(0);
    assertThat(stopped.stoppedReason()).isEqualTo("enough");
    assertThat(stopped.containers().get(0).exitCode()).isEqualTo(137);
  }

  private static TaskView view(Task task) {
    return cloud.allTasks().stream().filter(view -> view.arn().equals(task.taskArn())).findFirst().orElseThrow();
  }

  @Test
  void whatIsNotThereIsAnsweredByTheErrorThatNamesIt() throws Exception {
    assertThatThrownBy(() -> ecs.listAttributes(request -> request.cluster(cluster).targetType("container-instance")))
        .isInstanceOf(EcsException.class).hasMessageContaining("ListAttributes is not in the local cloud");
    assertThatThrownBy(() -> ecs.updateService(request -> request.cluster(cluster).service("no-such").desiredCount(1)))
        .isInstanceOf(ServiceNotFoundException.class);
    assertThatThrownBy(() -> ecs.listTasks(request -> request.cluster("no-such"))).isInstanceOf(ClusterNotFoundException.class);
    assertThatThrownBy(() -> update(-1)).isInstanceOf(EcsException.class)
        .hasMessageContaining("desiredCount must be >= 0, got -1");
    assertThat(Http.get(cloud.endpoint() + "/?Action=DescribeVolumes").body())
        .contains("<Code>InvalidAction</Code>", "DescribeVolumes");
  }

  private static void update(int desired) {
    ecs.updateService(request -> request.cluster(cluster).service("echo").desiredCount(desired));
  }

  private static Service service() {
    return ecs.describeServices(request -> request.cluster(cluster).services("echo")).services().get(0);
  }
}
