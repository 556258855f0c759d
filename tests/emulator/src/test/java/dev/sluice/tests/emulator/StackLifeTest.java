package dev.sluice.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Setting;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.RunStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The life of one stack under the real CLI, from its preview to the proof that nothing is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StepByStep.class)
class StackLifeTest {
  private static final String QUEUE = "aws:sqs/queue:Queue";
  private static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
  private static final String PASSWORD_SECRET = "sluice-localstack/database-password";

  /** More tasks than the stack asks for, fewer than the pool's limit. */
  private static final int SCALED = 7;

  private final Stopwatch stopwatch = new Stopwatch();
  private final Set<String> previewed = new TreeSet<>();
  private final Set<String> createdAtFirst = new TreeSet<>();
  private Processes processes;
  private MiniStack emulator;
  private Relay relay;
  private Account account;
  private Deployed deployed;
  private EmbeddedPostgres database;
  private Inventory inventory;
  private Set<String> before;
  private PulumiProject project;

  @BeforeAll
  void startEmulator() throws IOException {
    Tools tools = Tools.required();
    processes = new Processes();
    emulator = MiniStack.start(processes, tools.miniStack());
    account = new Account(emulator.endpoint());
    deployed = new Deployed(account);
    inventory = new Inventory(account);
    before = inventory.take();
    relay = Relay.to(emulator.endpoint());
    project = PulumiProject.create(processes, tools, "life", relay.endpoint());
    project.configure(Choices.everythingWithQueues("default", "orders"));
    database = EmbeddedPostgres.builder().setOverrideWorkingDirectory(processes.folder("postgres").toFile())
        .setPGStartupWait(Eventually.PATIENCE).start();
  }

  @AfterAll
  void stopEmulator() throws IOException {
    if (relay != null) {
      System.out.println("Calls that the provider repeated and the relay answered again: " + relay.repeats());
      relay.close();
    }
    if (database != null) {
      database.close();
    }
    if (processes != null) {
      System.out.println(stopwatch);
      processes.close();
    }
  }

  @Test
  @Order(1)
  void previewListsEveryResourceAndMakesNone() {
    Update preview = stopwatch.note("preview", project.update("preview")).orFail();

    preview.ofCloud("create").forEach(step -> previewed.add(step.urn()));
    assertThat(preview.steps()).extracting(Step::operation).containsOnly("create");
    assertThat(preview.ofCloud("create")).extracting(Step::type).contains(
        "aws:ec2/vpc:Vpc", "aws:rds/instance:Instance", QUEUE, "aws:sqs/queuePolicy:QueuePolicy", "aws:iam/role:Role", ROLE_POLICY,
        "aws:ecs/cluster:Cluster", "aws:ecs/taskDefinition:TaskDefinition", "aws:ecs/service:Service", "aws:lb/loadBalancer:LoadBalancer",
        "aws:servicediscovery/service:Service", "aws:ecr/repository:Repository", "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:cloudwatch/dashboard:Dashboard", "aws:cloudwatch/logGroup:LogGroup", "aws:secretsmanager/secretVersion:SecretVersion");
    assertThat(inventory.take()).isEqualTo(before);
  }

  @Test
  @Order(2)
  void anUpThatFailsHalfWayNamesWhatStoppedIt() {
    relay.refuseNext("CreateService");

    Update failed = stopwatch.note("half-failed up", project.update("up", "--yes", "--skip-preview"));

    assertThat(failed.result().exitCode()).isNotZero();
    assertThat(failed.errors()).anySatisfy(error ->
        assertThat(error).contains("AccessDeniedException").contains("is not authorized to perform: CreateService"));
    failed.ofCloud("create").forEach(step -> createdAtFirst.add(step.urn()));
    assertThat(createdAtFirst).isNotEmpty().isSubsetOf(previewed).hasSizeLessThan(previewed.size());
  }

  @Test
  @Order(3)
  void theNextUpGoesOnFromThere() {
    Update up = stopwatch.note("up that goes on", project.update("up", "--yes", "--skip-preview")).orFail();

    assertThat(up.ofCloud("create")).extracting(Step::urn).doesNotContainAnyElementsOf(createdAtFirst)
        .hasSize(previewed.size() - createdAtFirst.size()).isSubsetOf(previewed);
    assertThat(EmulatorLosses.unexplained(up.ofCloud("update"))).isEmpty();
  }

  @Test
  @Order(4)
  void awsHoldsWhatTheConfigurationSays() {
    DBInstance database = deployed.database();
    assertThat(database.engine()).isEqualTo("postgres");
    assertThat(database.dbInstanceClass()).isEqualTo("db.t4g.small");
    assertThat(database.storageEncrypted()).isTrue();
    assertThat(database.publiclyAccessible()).isFalse();
    assertThat(deployed.cluster().status()).isEqualTo("ACTIVE");
    assertThat(deployed.families()).containsExactly("autoscaler", "coordinator", "simulator", "worker-default");
    assertThat(deployed.desiredCounts()).isEqualTo(Map.of("autoscaler", 1, "coordinator", 1, "worker-default", 4));

    StackOutputs outputs = outputs();
    String deadLetters = outputs.queueUrl(Setting.DEAD_LETTER_QUEUE_URLS, "orders");
    assertThat(deployed.queue(outputs.queueUrl(Setting.QUEUE_URLS, "orders"))).containsAllEntriesOf(Map.of(
        QueueAttributeName.FIFO_QUEUE, "true",
        QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "false",
        QueueAttributeName.DEDUPLICATION_SCOPE, "messageGroup",
        QueueAttributeName.FIFO_THROUGHPUT_LIMIT, "perMessageGroupId",
        QueueAttributeName.VISIBILITY_TIMEOUT, "12"));
    assertThat(deployed.queue(outputs.queueUrl(Setting.QUEUE_URLS, "orders"), QueueAttributeName.REDRIVE_POLICY)).contains(
        "\"maxReceiveCount\":" + Choices.MAX_RECEIVES, deployed.queue(deadLetters, QueueAttributeName.QUEUE_ARN));
    assertThat(deployed.queue(deadLetters, QueueAttributeName.FIFO_QUEUE)).isEqualTo("true");
  }

  @Test
  @Order(5)
  void whatIsReceivedTooOftenLandsAmongTheDeadLetters() {
    String queue = outputs().queueUrl(Setting.QUEUE_URLS, "orders");
    String deadLetters = outputs().queueUrl(Setting.DEAD_LETTER_QUEUE_URLS, "orders");
    deployed.sendForeign(queue, "never-done");

    for (int receive = 1; receive <= Choices.MAX_RECEIVES; receive++) {
      assertThat(deployed.receiveAndFail(queue)).as("receive " + receive).hasSize(1);
    }

    assertThat(deployed.receiveAndFail(queue)).isEmpty();
    assertThat(deployed.messages(queue)).isZero();
    assertThat(deployed.messages(deadLetters)).isEqualTo(1);
  }

  @Test
  @Order(6)
  void itsOutputsLeadARealWorkerToItsJob() throws IOException {
    StackOutputs outputs = outputs();
    Map<String, String> worker = deployed.environment("worker-default");
    assertThat(worker).containsEntry(Setting.QUEUE_URLS.key(), outputs.text(Setting.QUEUE_URLS))
        .containsEntry(Setting.DATABASE_URL.key(), outputs.text(Setting.DATABASE_URL));
    assertThat(worker.get(Setting.DATABASE_PASSWORD.key())).isEqualTo(deployed.secret(PASSWORD_SECRET));
    try (Services services = services()) {
      CoordinatorClient coordinator = services.startCoordinator(deployed.environment("coordinator"));
      var run = coordinator.submit(SubmitRequest.of("hello", Map.of("name", "Ada"))).runId();
      String queue = outputs.queueUrl(Setting.QUEUE_URLS, "default");
      Eventually.holds("the call to a worker is in the emulator's queue", () -> deployed.messages(queue) > 0);

      services.startWorker(worker);

      RunResult result = coordinator.result(run, Eventually.PATIENCE);
      assertThat(result.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(result.output().asText()).isEqualTo("Hello, Ada!");
      Eventually.holds("the message is deleted after the commit", () -> deployed.messages(queue) == 0);
    }
  }

  @Test
  @Order(7)
  void theDatabasePasswordIsInNoOutputAndNotInTheClearInTheState() {
    String state = project.run("stack", "export", "--stack", PulumiProject.STACK).orFail().output();

    assertThat(outputs().texts().values()).noneMatch(text -> text.contains(deployed.secret(PASSWORD_SECRET)));
    assertThat(state).contains("\"urn:pulumi").doesNotContain(deployed.secret(PASSWORD_SECRET));
  }

  @Test
  @Order(8)
  void aSecondUpChangesNothing() {
    Update second = stopwatch.note("second up", project.update("up", "--yes", "--skip-preview")).orFail();

    assertThat(EmulatorLosses.unexplained(second.steps())).isEmpty();
  }

  @Test
  @Order(9)
  void whatChangedBehindPulumisBackShowsInThePreviewAndIsPutRight() {
    String queueUrl = outputs().queueUrl(Setting.QUEUE_URLS, "default");
    String role = deployed.role("worker-default-task");
    String policy = account.iam.listRolePolicies(request -> request.roleName(role)).policyNames().get(0);
    String visibility = deployed.queue(queueUrl, QueueAttributeName.VISIBILITY_TIMEOUT);
    account.sqs.setQueueAttributes(request -> request.queueUrl(queueUrl)
        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "3")));
    account.iam.deleteRolePolicy(request -> request.roleName(role).policyName(policy));

    Update preview = stopwatch.note("preview of drift", project.update("preview", "--refresh")).orFail();

    List<Step> drift = EmulatorLosses.unexplained(preview.steps());
    assertThat(drift).extracting(Step::toString).contains(
        "update " + QUEUE + " default [visibilityTimeoutSeconds]", "create " + ROLE_POLICY + " worker-default-task []");
    assertThat(drift).extracting(Step::name).containsOnly("default", "worker-default-task");

    stopwatch.note("up that repairs", project.update("up", "--yes", "--skip-preview", "--refresh")).orFail();
    assertThat(deployed.queue(queueUrl, QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo(visibility);
    assertThat(account.iam.listRolePolicies(request -> request.roleName(role)).policyNames()).hasSize(1);
  }

  @Test
  @Order(10)
  void aRefreshChangesNothing() {
    Update refresh = stopwatch.note("refresh", project.update("refresh", "--yes", "--skip-preview")).orFail();

    assertThat(EmulatorLosses.unexplained(refresh.steps())).isEmpty();
    assertThat(EmulatorLosses.needed(refresh.steps())).as("exceptions that are still needed").isEqualTo(EmulatorLosses.all());
  }

  @Test
  @Order(11)
  void aChangedSettingUpdatesInPlaceAndLeavesTheAutoscalersCountAlone() {
    String queue = outputs().queueUrl(Setting.QUEUE_URLS, "default");
    deployed.scale("worker-default", SCALED);
    project.configure(Map.of("sluice:messageRetention", "5d"));
    project.configure(Choices.everythingWithQueues("default", "invoices"));

    Update up = stopwatch.note("changed settings", project.update("up", "--yes", "--skip-preview")).orFail();

    assertThat(up.steps()).filteredOn(step -> step.type().equals(QUEUE)).extracting(Step::toString).containsExactlyInAnyOrder(
        "update " + QUEUE + " default [messageRetentionSeconds]",
        "create " + QUEUE + " invoices []", "create " + QUEUE + " invoices-dead-letters []",
        "delete " + QUEUE + " orders []", "delete " + QUEUE + " orders-dead-letters []");
    // A task definition cannot be changed: a new revision of it is registered.
    assertThat(up.steps()).filteredOn(step -> step.operation().contains("replace")).extracting(Step::type)
        .containsOnly("aws:ecs/taskDefinition:TaskDefinition");
    assertThat(up.ofCloud("update")).filteredOn(step -> step.type().equals("aws:ecs/service:Service"))
        .allSatisfy(step -> assertThat(step.properties()).contains("taskDefinition"));
    assertThat(outputs().queueUrl(Setting.QUEUE_URLS, "default")).isEqualTo(queue);
    assertThat(deployed.queue(queue, QueueAttributeName.MESSAGE_RETENTION_PERIOD))
        .isEqualTo(Long.toString(Duration.ofDays(5).toSeconds()));
    assertThat(deployed.desiredCounts()).containsEntry("worker-default", SCALED);
    previewed.removeAll(up.ofCloud("delete").stream().map(Step::urn).toList());
    previewed.addAll(up.ofCloud("create").stream().map(Step::urn).toList());
  }

  @Test
  @Order(12)
  void theWorkerFollowsARenamedQueueWithoutAnEdit() throws IOException {
    Map<String, String> worker = deployed.environment("worker-default");
    String deadLetters = outputs().queueUrl(Setting.DEAD_LETTER_QUEUE_URLS, "invoices");
    assertThat(worker.get(Setting.WORKER_QUEUES.key())).isEqualTo("default,invoices");
    assertThat(worker.get(Setting.QUEUE_URLS.key())).isEqualTo(outputs().text(Setting.QUEUE_URLS)).doesNotContain("orders");
    deployed.sendForeign(outputs().queueUrl(Setting.QUEUE_URLS, "invoices"), "no-task");

    try (Services services = services()) {
      services.startWorker(worker);
      Eventually.holds("the worker has taken the message from the new queue and put it aside, since it is not ours",
          () -> deployed.messages(deadLetters) == 1);
    }
  }

  @Test
  @Order(13)
  void destroyLeavesNothing() {
    Update destroy = stopwatch.note("destroy", project.update("destroy", "--yes", "--skip-preview")).orFail();

    assertThat(destroy.ofCloud("delete")).extracting(Step::urn).containsExactlyInAnyOrderElementsOf(previewed);
    assertThat(inventory.take()).isEqualTo(before);
    project.run("stack", "rm", "--yes", "--stack", PulumiProject.STACK).orFail();
    stopwatch.sum("up + destroy of all " + previewed.size() + " resources", "half-failed up", "up that goes on", "destroy");
  }

  private StackOutputs outputs() {
    return StackOutputs.of(project);
  }

  private Services services() {
    return new Services(processes, emulator.endpoint(), Map.of(
        Setting.DATABASE_URL, database.getJdbcUrl("postgres", "postgres"),
        Setting.DATABASE_USER, "postgres",
        Setting.DATABASE_PASSWORD, deployed.secret(PASSWORD_SECRET)));
  }
}
