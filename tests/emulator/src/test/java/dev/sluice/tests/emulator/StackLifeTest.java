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
import java.util.ArrayList;
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
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The life of one stack under the real CLI, from its preview to the proof that nothing is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StepByStep.class)
class StackLifeTest {
  private static final String QUEUE = "aws:sqs/queue:Queue";
  private static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
  private static final String PASSWORD_SECRET = "sluice-localstack/database-password";

  /** What the stack file leaves out for emulators' sake and MiniStack can do, so that every component is tried. */
  private static final Map<String, String> EVERYTHING = Map.of(
      "sluice:networkMode", "awsvpc",
      "sluice:egress", "nat",
      "sluice:discovery", "true",
      "sluice:alarms", "true",
      "sluice:dashboard", "true",
      "sluice:queueTlsOnly", "true",
      "sluice:imageRepositories", "true",
      "sluice:chaos", "true");

  private final Stopwatch stopwatch = new Stopwatch();
  private final Set<String> previewed = new TreeSet<>();
  private final Set<String> createdAtFirst = new TreeSet<>();
  private Processes processes;
  private MiniStack emulator;
  private Distance distance;
  private Account account;
  private Inventory inventory;
  private Set<String> before;
  private PulumiProject project;

  @BeforeAll
  void startEmulator() throws IOException {
    Tools tools = Tools.required();
    processes = new Processes();
    emulator = MiniStack.start(processes, tools.miniStack());
    account = new Account(emulator.endpoint());
    inventory = new Inventory(account);
    before = inventory.take();
    distance = Distance.to(emulator.endpoint());
    project = PulumiProject.create(processes, tools, "life", distance.endpoint());
    project.configure(EVERYTHING);
  }

  @AfterAll
  void stopEmulator() throws IOException {
    if (distance != null) {
      distance.close();
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

    urns(preview.ofCloud("create")).forEach(previewed::add);
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
    account.secrets.createSecret(secret -> secret.name(PASSWORD_SECRET).secretString("somebody else's"));

    Update failed = stopwatch.note("half-failed up", project.update("up", "--yes", "--skip-preview"));

    assertThat(failed.result().exitCode()).isNotZero();
    assertThat(failed.errors()).anySatisfy(error -> assertThat(error).contains(PASSWORD_SECRET).contains("already exists"));
    urns(failed.ofCloud("create")).forEach(createdAtFirst::add);
    assertThat(createdAtFirst).isNotEmpty().isSubsetOf(previewed).hasSizeLessThan(previewed.size());
  }

  @Test
  @Order(3)
  void theNextUpGoesOnFromThere() {
    account.secrets.deleteSecret(secret -> secret.secretId(PASSWORD_SECRET).forceDeleteWithoutRecovery(true));

    Update up = stopwatch.note("up", project.update("up", "--yes", "--skip-preview")).orFail();

    Set<String> rest = new TreeSet<>(previewed);
    rest.removeAll(createdAtFirst);
    assertThat(urns(up.ofCloud("create"))).containsExactlyInAnyOrderElementsOf(rest);
    assertThat(account.rds.describeDBInstances().dbInstances()).singleElement().satisfies(database -> {
      assertThat(database.engine()).isEqualTo("postgres");
      assertThat(database.publiclyAccessible()).isFalse();
      assertThat(database.storageEncrypted()).isTrue();
    });
    assertThat(inventory.take()).contains("SQS queue " + outputs().queueUrl(Setting.QUEUE_URLS));
  }

  @Test
  @Order(4)
  void itsOutputsLeadARealWorkerToItsJob() throws IOException {
    StackOutputs outputs = outputs();
    try (EmbeddedPostgres database = EmbeddedPostgres.builder().setOverrideWorkingDirectory(processes.folder("postgres").toFile()).start()) {
      Services services = new Services(processes, emulator.endpoint(), outputs, Map.of(
          Setting.DATABASE_URL, database.getJdbcUrl("postgres", "postgres"),
          Setting.DATABASE_USER, "postgres",
          Setting.DATABASE_PASSWORD, storedPassword()));
      CoordinatorClient coordinator = services.startCoordinator();
      var run = coordinator.submit(SubmitRequest.of("hello", Map.of("name", "Ada"))).runId();
      Eventually.holds("the call to a worker is in the emulator's queue", () -> messages(outputs) == 1);

      services.startWorker();

      RunResult result = coordinator.result(run, Duration.ofSeconds(60));
      assertThat(result.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(result.output().asText()).isEqualTo("Hello, Ada!");
      Eventually.holds("the message is deleted after the commit", () -> messages(outputs) == 0);
    }
  }

  @Test
  @Order(5)
  void theDatabasePasswordIsInNoOutputAndNotInTheClearInTheState() {
    String state = project.run("stack", "export", "--stack", PulumiProject.STACK).orFail().output();

    assertThat(outputs().texts().values()).noneMatch(text -> text.contains(storedPassword()));
    assertThat(state).contains("\"urn:pulumi").doesNotContain(storedPassword());
  }

  @Test
  @Order(6)
  void aSecondUpChangesNothing() {
    Update second = stopwatch.note("second up", project.update("up", "--yes", "--skip-preview")).orFail();

    assertThat(EmulatorLosses.unexplained(second.steps())).isEmpty();
  }

  @Test
  @Order(7)
  void whatChangedBehindPulumisBackShowsInThePreviewAndIsPutRight() {
    String queueUrl = outputs().queueUrl(Setting.QUEUE_URLS);
    String role = account.iam.listRolesPaginator().roles().stream().map(found -> found.roleName())
        .filter(name -> name.contains("worker-default-task")).findFirst().orElseThrow();
    String policy = account.iam.listRolePolicies(request -> request.roleName(role)).policyNames().get(0);
    String visibility = attribute(queueUrl, QueueAttributeName.VISIBILITY_TIMEOUT);
    account.sqs.setQueueAttributes(request -> request.queueUrl(queueUrl).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "3")));
    account.iam.deleteRolePolicy(request -> request.roleName(role).policyName(policy));

    Update preview = stopwatch.note("preview of drift", project.update("preview", "--refresh")).orFail();

    List<Step> drift = EmulatorLosses.unexplained(preview.steps());
    assertThat(drift).extracting(Step::toString).contains(
        "update " + QUEUE + " default [visibilityTimeoutSeconds]", "create " + ROLE_POLICY + " worker-default-task []");
    assertThat(drift).extracting(Step::name).containsOnly("default", "worker-default-task");

    stopwatch.note("up that repairs", project.update("up", "--yes", "--skip-preview", "--refresh")).orFail();
    assertThat(attribute(queueUrl, QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo(visibility);
    assertThat(account.iam.listRolePolicies(request -> request.roleName(role)).policyNames()).hasSize(1);
  }

  @Test
  @Order(8)
  void aRefreshChangesNothing() {
    Update refresh = stopwatch.note("refresh", project.update("refresh", "--yes", "--skip-preview")).orFail();

    assertThat(EmulatorLosses.unexplained(refresh.steps())).isEmpty();
    assertThat(EmulatorLosses.needed(refresh.steps())).as("exceptions that are still needed").isEqualTo(EmulatorLosses.all());
  }

  @Test
  @Order(9)
  void aChangedSettingUpdatesInPlace() {
    String queueUrl = outputs().queueUrl(Setting.QUEUE_URLS);
    project.configure(Map.of("sluice:messageRetention", "5d"));

    Update up = stopwatch.note("changed setting", project.update("up", "--yes", "--skip-preview")).orFail();

    assertThat(EmulatorLosses.unexplained(up.steps())).extracting(Step::toString)
        .containsExactly("update " + QUEUE + " default [messageRetentionSeconds]");
    assertThat(outputs().queueUrl(Setting.QUEUE_URLS)).isEqualTo(queueUrl);
    assertThat(attribute(queueUrl, QueueAttributeName.MESSAGE_RETENTION_PERIOD))
        .isEqualTo(Long.toString(Duration.ofDays(5).toSeconds()));
  }

  @Test
  @Order(10)
  void destroyLeavesNothing() {
    Update destroy = stopwatch.note("destroy", project.update("destroy", "--yes", "--skip-preview")).orFail();

    assertThat(urns(destroy.ofCloud("delete"))).containsExactlyInAnyOrderElementsOf(previewed);
    assertThat(inventory.take()).isEqualTo(before);
    project.run("stack", "rm", "--yes", "--stack", PulumiProject.STACK).orFail();
  }

  private StackOutputs outputs() {
    return StackOutputs.of(project);
  }

  private String storedPassword() {
    return account.secrets.getSecretValue(request -> request.secretId(PASSWORD_SECRET)).secretString();
  }

  private int messages(StackOutputs outputs) {
    String url = outputs.queueUrl(Setting.QUEUE_URLS);
    return Integer.parseInt(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private String attribute(String queueUrl, QueueAttributeName name) {
    return account.sqs.getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(name)).attributes().get(name);
  }

  private static List<String> urns(List<Step> steps) {
    return new ArrayList<>(steps.stream().map(Step::urn).toList());
  }
}
