package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.core.api.DeadLetterOrder;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.infra.StackConfiguration;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.ProgramEvaluation;
import dev.sluice.tests.endtoend.permissions.AwsCall;
import dev.sluice.tests.endtoend.permissions.CallRecorder;
import dev.sluice.tests.endtoend.permissions.CodeCalls;
import dev.sluice.tests.endtoend.permissions.DeclaredGrants;
import dev.sluice.tests.endtoend.permissions.Grant;
import dev.sluice.tests.endtoend.permissions.GrantComparison;
import dev.sluice.tests.endtoend.permissions.IamActions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each service's role has exactly the permissions that its calls need. The real services run as processes and are driven through
 * all that they do; what they call is compared with the policies that the stack declares.
 */
class PermissionTest {
  private static final Duration WAIT = Duration.ofSeconds(90);
  private static final int MORE_RUNS = 10;
  private static final Map<String, String> CONFIGURATION = Map.ofEntries(
      Map.entry("sluice:queues", "default,bulk"),
      Map.entry("sluice:workerPools", """
          [{"name": "small", "queues": ["default"], "slots": 1, "min": 1, "max": 2},
           {"name": "large", "queues": ["bulk"], "slots": 1, "min": 1, "max": 2}]"""),
      Map.entry("sluice:leaseDuration", "4s"),
      Map.entry("sluice:heartbeatInterval", "1s"),
      Map.entry("sluice:visibilityTimeout", "6s"),
      Map.entry("sluice:scalingInterval", "1s"),
      Map.entry("sluice:scalingCooldown", "1s"),
      Map.entry("sluice:scaleUpBacklog", "1"),
      Map.entry("sluice:scaleDownBacklog", "0.5"),
      Map.entry("sluice:drainTimeout", "20s"),
      Map.entry("sluice:payloadInlineLimit", "1KiB"));

  private static final Map<String, List<String>> SERVICES = Map.of("coordinator", List.of("coordinator"),
      "worker", List.of("worker-small", "worker-large"), "autoscaler", List.of("autoscaler"));

  /** What the core calls for a service, through {@code Payloads} and {@code PayloadCollection}. */
  private static final Map<String, Set<String>> OF_THE_CORE = Map.of(
      "coordinator", Set.of("S3.PutObject", "S3.GetObject", "S3.ListObjectsV2", "S3.DeleteObject"),
      "worker", Set.of("S3.PutObject", "S3.GetObject"),
      "autoscaler", Set.of());

  @TempDir private static Path images;
  private static CallRecorder recorder;
  private static Cloud cloud;
  private static Set<Grant> granted;

  @BeforeAll
  static void driveEveryService() throws IOException, InterruptedException {
    granted = DeclaredGrants.of(declared());
    recorder = CallRecorder.start();
    cloud = Cloud.start(CONFIGURATION, RecordedImages.make(images, recorder.uri()), local -> {
      Orphan.leaveIn(local); // no service's call goes through before
      recorder.passOnTo(local.endpoint());
    });
    // Each queue has one op at first, so that its message is the one which a worker holds through some heartbeats.
    RunId run = submit(Map.of(EveryQueue.PADDING, "x".repeat(2_000)));
    Eventually.holds("both first ops have ended", () -> cloud.coordinator.run(run).ops().stream()
        .filter(op -> op.opKey().startsWith("from-")).allMatch(op -> op.state() == OpState.SUCCEEDED));
    EveryQueue.QUEUES.forEach(PermissionTest::sendNonsense);
    Set<String> grown = new HashSet<>();
    Eventually.holds("both pools have grown", () -> {
      desiredWorkers().forEach((service, count) -> {
        if (count == 2) {
          grown.add(service);
        }
      });
      return grown.size() == EveryQueue.QUEUES.size();
    });
    assertThat(statusAtEnd(run)).isEqualTo(RunStatus.SUCCEEDED);
    publishMore();
    awaitDeadLetters("both messages that are not ours are quarantined", 1);
    buryAndDrop();
    Eventually.holds("what nobody refers to is collected", () -> !Orphan.isIn(cloud.local));
    Eventually.holds("both pools have shrunk", () -> desiredWorkers().values().stream().allMatch(count -> count == 1));
  }

  /** The coordinator's dispatcher publishes what workers set free, too, and may be quicker: then the workers get another chance. */
  private static void publishMore() {
    Set<Grant> published = SERVICES.get("worker").stream()
        .flatMap(role -> EveryQueue.QUEUES.stream().map(queue -> new Grant(role, "sqs:SendMessage", "sqs.Queue " + queue)))
        .collect(Collectors.toSet());
    for (int more = 0; more < MORE_RUNS && !needed().containsAll(published); more++) {
      assertThat(statusAtEnd(submit(Map.of()))).isEqualTo(RunStatus.SUCCEEDED);
    }
  }

  /** Each dead-letter queue has a message that stays and one that is deleted. */
  private static void buryAndDrop() {
    assertThat(statusAtEnd(submit(Map.of(EveryQueue.FAIL, true)))).isEqualTo(RunStatus.FAILED);
    awaitDeadLetters("both dead letters have a message", 2);
    List<String> keys = cloud.coordinator.deadLetters(DeadLetterFilter.all(10)).stream()
        .map(letter -> letter.key().toString()).toList();
    assertThat(keys).hasSize(EveryQueue.QUEUES.size());
    cloud.coordinator.drop(DeadLetterOrder.of(keys));
    awaitDeadLetters("the messages of both are deleted", 1);
  }

  private static RunId submit(Map<String, ?> input) {
    return Eventually.answered(() -> cloud.coordinator.submit(SubmitRequest.of("every-queue", input))).runId();
  }

  private static RunStatus statusAtEnd(RunId run) {
    return Eventually.answered(() -> cloud.coordinator.result(run, WAIT)).status();
  }

  private static void awaitDeadLetters(String what, int count) {
    Eventually.holds(what,
        () -> EveryQueue.QUEUES.stream().allMatch(queue -> cloud.depth(Setting.DEAD_LETTER_QUEUE_URLS, queue) == count));
  }

  private static DeclaredStack declared() {
    return ProgramEvaluation.of(StackConfiguration.of("localstack", Checkout.texts(CONFIGURATION)));
  }

  private static void sendNonsense(String queue) {
    String unique = UUID.randomUUID().toString();
    cloud.sqs.sendMessage(message -> message.queueUrl(cloud.queueUrl(Setting.QUEUE_URLS, queue))
        .messageBody("what is this").messageDeduplicationId(unique).messageGroupId(unique));
  }

  private static Map<String, Integer> desiredWorkers() {
    Map<String, String> services = SettingText.map(cloud.output(Setting.WORKER_SERVICES));
    String cluster = cloud.output(Setting.CLUSTER_NAME);
    return cloud.ecs.describeServices(describe -> describe.cluster(cluster).services(services.values())).services()
        .stream().collect(Collectors.toMap(service -> service.serviceName(), service -> service.desiredCount()));
  }

  @AfterAll
  static void stop() {
    if (cloud != null) {
      cloud.close();
    }
    if (recorder != null) {
      recorder.close();
    }
  }

  private static Set<Grant> needed() {
    Map<String, String> resources = CloudResources.namesIn(cloud);
    Set<Grant> needed = new TreeSet<>();
    for (AwsCall call : recorder.calls()) {
      String resource = resources.get(call.resource());
      assertThat(resource).as("the resource of %s, known are %s", call, resources.keySet()).isNotNull();
      needed.add(new Grant(call.role(), IamActions.of(call), resource));
    }
    return needed;
  }

  @Test
  void eachRoleHasExactlyThePermissionsThatItsCallsNeed() {
    GrantComparison comparison = GrantComparison.of(granted, needed());
    assertThat(comparison.missing()).as("needed and not granted by Permission.of").isEmpty();
    assertThat(comparison.superfluous()).as("granted by Permission.of, and no call needs it").isEmpty();
  }

  /** Or a call of a path that is not driven here would be missed. */
  @Test
  void everyCallThatAServicesCodeCanMakeWasHeard() {
    CodeCalls code = new CodeCalls();
    SERVICES.forEach((service, roles) -> roles.forEach(role ->
        assertThat(operations(role)).as(role).containsExactlyInAnyOrderElementsOf(all(code.operationsOf(service), OF_THE_CORE.get(service)))));
    assertThat(recorder.calls()).extracting(AwsCall::role)
        .isSubsetOf(SERVICES.values().stream().flatMap(List::stream).toList());
  }

  /** What adapters can do and nobody asks them to is named here; what the core does for a service counts as the service's own. */
  @Test
  void noAdapterCanMakeACallThatIsNotSeenHere() {
    CodeCalls code = new CodeCalls();
    Set<String> unheard = code.operationsOfAdapters();
    SERVICES.values().stream().flatMap(List::stream).forEach(role -> unheard.removeAll(operations(role)));
    assertThat(unheard).as("JobQueue.depth has no caller but tests; the outbox's sink has no example job that writes to it")
        .containsExactlyInAnyOrder("SQS.GetQueueAttributes", "SQS.SendMessage");
    assertThat(code.callersInCore()).containsExactly("PayloadCollection", "Payloads", "Publisher");
  }

  private static Set<String> all(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Set<String> operations(String role) {
    return recorder.calls().stream().filter(call -> call.role().equals(role)).map(AwsCall::operation).collect(Collectors.toSet());
  }

  @Test
  void takingAnyPermissionAwayIsNoticed() {
    Set<Grant> needed = needed();
    assertThat(granted).isNotEmpty().allSatisfy(grant -> {
      Set<Grant> fewer = new HashSet<>(granted);
      fewer.remove(grant);
      assertThat(GrantComparison.of(fewer, needed).missing()).containsExactly(grant);
    });
  }

  @Test
  void addingAPermissionIsNoticed() {
    Set<Grant> needed = needed();
    for (Grant one : List.of(
        new Grant("coordinator", "sqs:ReceiveMessage", "sqs.Queue default"),
        new Grant("worker-small", "sqs:SendMessage", "sqs.Queue bulk-dead-letters"),
        new Grant("autoscaler", "ecs:ListTasks", "*"))) {
      Set<Grant> more = new HashSet<>(granted);
      more.add(one);
      assertThat(GrantComparison.of(more, needed).superfluous()).containsExactly(one);
    }
  }
}
