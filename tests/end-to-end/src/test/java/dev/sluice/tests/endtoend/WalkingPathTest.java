package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.contract.Setting;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.RunFilter;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/** What a user sees of the stack in a local cloud: one cloud for all tests, each leaves it as it was. */
class WalkingPathTest {
  private static final Duration WAIT = Duration.ofSeconds(60);
  @TempDir private static Path images;
  private static Cloud cloud;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cloud = Cloud.start(
        Map.of("sluice:leaseDuration", "4s", "sluice:heartbeatInterval", "1s", "sluice:visibilityTimeout", "6s",
            "sluice:scalingInterval", "1h", "sluice:drainTimeout", "20s"),
        StarterImages.make(images));
  }

  @AfterAll
  static void stop() {
    if (cloud != null) {
      cloud.close();
    }
  }

  private static RunId submit(String job, Object input) {
    return Eventually.answered(() -> cloud.coordinator.submit(SubmitRequest.of(job, input))).runId();
  }

  private static RunResult result(RunId runId) {
    return Eventually.answered(() -> cloud.coordinator.result(runId, WAIT));
  }

  private static List<EventType> history(RunId runId) {
    return cloud.coordinator.events(runId).stream().map(RunEvent::type).toList();
  }

  private static OpState onlyOp(RunId runId) {
    return cloud.coordinator.run(runId).ops().get(0).state();
  }

  @Test
  void aRunGoesThroughTheQueueAndItsRowTellsEveryStep() {
    RunId runId = submit("fast", Map.of("timeScale", 0.05));
    Eventually.holds("its row says RUNNING", () -> onlyOp(runId) == OpState.RUNNING);
    assertThat(result(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(onlyOp(runId)).isEqualTo(OpState.SUCCEEDED);
    assertThat(history(runId))
        .filteredOn(type -> type != EventType.DUPLICATE_SUPPRESSED) // where a worker that has just started found it before its message came
        .containsExactly(EventType.RUN_SUBMITTED, EventType.OP_LEASED, EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED);
    assertThat(cloud.coordinator.run(runId).ops().get(0).publishSequence()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aGraphOfOpsRunsInOrderAndItsHistoryHolds() {
    RunId runId = submit("word-count", Map.of("folder", Checkout.ROOT.resolve("docs").toString()));
    RunResult result = result(runId);
    assertThat(result.failures()).isEmpty();
    assertThat(result.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(result.output().get("mostFrequent")).hasSize(10);
    assertThat(ExactlyOnceCheck.check(HistoryExport.ofEverything(cloud.coordinator)).violations()).isEmpty();
  }

  @Test
  void programsAndFuturesDoTheWorkOfOps() {
    RunResult python = result(submit("python-summary", Map.of("unit", "s", "values", List.of(6.0, 2.0, 4.0))));
    assertThat(python.failures()).isEmpty();
    assertThat(python.output().asText()).isEqualTo("3 values of about 4.0 s");
    RunResult shell = result(submit("shell-folder-size", Map.of("path", Checkout.ROOT.resolve("docs").toString())));
    assertThat(shell.failures()).isEmpty();
    assertThat(shell.output().get("files").asInt()).isPositive();
    RunResult future = result(submit("future-fetch", Map.of("url", cloud.output(Setting.COORDINATOR_URL) + "/healthz")));
    assertThat(future.failures()).isEmpty();
    assertThat(future.output().get("status").asInt()).isEqualTo(200);
    RunResult many = result(submit("virtual-threads", Map.of("time", "PT0.01S")));
    assertThat(many.output().get("ops").asInt()).isEqualTo(100);
  }

  @Test
  void aJarOfAThirdPartyRunsItsJob() {
    RunResult result = result(submit("invoice", Map.of("customer", "Ada", "prices", List.of(19.5, 0.5))));
    assertThat(result.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(result.output().asText()).isEqualTo("ADA owes 20.0");
  }

  @Test
  void aMessageDeliveredFiveTimesHasOneResult() {
    RunId runId = submit("fast", Map.of("timeScale", 0.1));
    Eventually.holds("it runs", () -> onlyOp(runId) == OpState.RUNNING);
    String opKey = cloud.coordinator.run(runId).ops().get(0).opKey();
    String version = cloud.coordinator.run(runId).run().jobVersion();
    int sequence = cloud.coordinator.run(runId).ops().get(0).publishSequence();
    String body = new OpExecutionTask(
        1, runId + "/" + opKey, runId.toString(), opKey, "fast", version, "default", 0, sequence, null).toJson();
    IntStream.range(0, 5).parallel().forEach(copy -> send(body));
    assertThat(result(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
    Eventually.holds("all copies were suppressed",
        () -> history(runId).stream().filter(EventType.DUPLICATE_SUPPRESSED::equals).count() >= 5);
    assertThat(history(runId)).containsOnlyOnce(EventType.OP_SUCCEEDED).containsOnlyOnce(EventType.OP_LEASED);
  }

  private static void send(String body) {
    String unique = UUID.randomUUID().toString();
    cloud.sqs.sendMessage(message -> message
        .queueUrl(cloud.queueUrl(Setting.QUEUE_URLS, "default"))
        .messageBody(body)
        .messageDeduplicationId(unique)
        .messageGroupId(unique));
  }

  @Test
  void aMessageThatIsNotOursIsQuarantinedWithTheReasonAndTheWorkerGoesOn() {
    send("what is this");
    String stranger = UUID.randomUUID() + "/only";
    send(new OpExecutionTask(1, stranger, stranger.substring(0, 36), "only", "job", "v", "default", 0, 1, null).toJson());
    List<String> quarantined = new ArrayList<>();
    Eventually.holds("both stand in the dead-letter queue", () -> {
      String queue = cloud.queueUrl(Setting.DEAD_LETTER_QUEUE_URLS, "default");
      for (Message message : cloud.sqs.receiveMessage(
          receive -> receive.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1)).messages()) {
        quarantined.add(message.body());
        cloud.sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
      }
      return quarantined.size() >= 2;
    });
    assertThat(quarantined).anySatisfy(body -> assertThat(body).contains("what is this").contains("reason"));
    assertThat(quarantined).anySatisfy(body -> assertThat(body).contains(stranger));
    assertThat(result(submit("no-op", Map.of())).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void anUnknownJobIsRefusedWithTheNamesThatAreKnown() {
    assertThatThrownBy(() -> cloud.coordinator.submit(SubmitRequest.of("fsat", Map.of())))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("did you mean \"fast\"?");
  }

  @Test
  void everyServiceAnswersItsHealthCheck() throws Exception {
    for (TaskView task : cloud.local.tasks()) {
      assertThat(status(task, "/healthz")).as(task.family()).isEqualTo(200);
    }
  }

  private static int status(TaskView task, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + task.port() + path)).timeout(WAIT).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aKilledWorkersOpsRunAgainElsewhere() throws InterruptedException {
    RunId runId = submit("fast", Map.of("timeScale", 0.2));
    Eventually.holds("it runs", () -> onlyOp(runId) == OpState.RUNNING);
    String owner = cloud.coordinator.run(runId).ops().get(0).leaseOwner();
    TaskView worker = cloud.workers().stream().filter(task -> owner.contains(task.id())).findFirst().orElseThrow();
    cloud.local.kill(worker);
    assertThat(result(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(cloud.coordinator.run(runId).ops().get(0).attempt()).isEqualTo(2);
    assertThat(history(runId)).contains(EventType.OP_LEASE_LOST).containsOnlyOnce(EventType.OP_SUCCEEDED);
    Eventually.holds("it is replaced", () -> cloud.workers().stream().filter(TaskView::isReady).count() >= 4);
  }

  @Test
  void aKilledCoordinatorLosesNeitherRunsNorTheirHistory() throws InterruptedException {
    RunId before = submit("no-op", Map.of());
    result(before);
    RunId during = submit("fast", Map.of("timeScale", 0.2));
    Eventually.holds("it runs", () -> onlyOp(during) == OpState.RUNNING);
    TaskView coordinator = cloud.local.tasks().stream().filter(task -> task.family().contains("coordinator")).findFirst().orElseThrow();
    cloud.local.kill(coordinator);
    assertThat(result(during).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(Eventually.answered(() -> cloud.coordinator.runs(new RunFilter(Optional.empty(), Optional.empty(), 1_000))))
        .anySatisfy(run -> assertThat(run.runId()).isEqualTo(before));
    assertThat(history(before)).contains(EventType.RUN_SUCCEEDED);
    assertThat(cloud.coordinator.run(during).ops().get(0).attempt()).as("a coordinator's death costs no op anything").isEqualTo(1);
  }

  @Test
  void workersThatStartAfterTheSubmitRunIt() {
    try {
      cloud.scaleWorkers(0);
      Eventually.holds("no worker is left", () -> cloud.workers().isEmpty());
      RunId runId = submit("word-count", Map.of("folder", Checkout.ROOT.resolve("docs").toString()));
      cloud.scaleWorkers(4);
      assertThat(result(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
    } finally {
      cloud.scaleWorkers(4);
    }
    Eventually.holds("four workers again", () -> cloud.workers().stream().filter(TaskView::isReady).count() == 4);
  }

  @Test
  void scaleInStopsIdleWorkersAndABusyOneOnlyWhenItIsIdleAgain() {
    Eventually.holds("no worker has had work lately", () -> cloud.workers().stream().noneMatch(cloud::isProtected));
    try {
      RunId runId = submit("fast", Map.of("timeScale", 0.6));
      Eventually.holds("it runs", () -> onlyOp(runId) == OpState.RUNNING);
      String owner = cloud.coordinator.run(runId).ops().get(0).leaseOwner();
      TaskView busy = cloud.workers().stream().filter(task -> owner.contains(task.id())).findFirst().orElseThrow();
      Eventually.holds("it is protected", () -> cloud.isProtected(busy));
      cloud.scaleWorkers(0);
      Eventually.holds("the idle ones are gone", () -> cloud.workers().size() == 1);
      assertThat(cloud.workers()).extracting(TaskView::id, TaskView::stopWanted).containsExactly(tuple(busy.id(), false));
      assertThat(onlyOp(runId)).as("while its op runs").isEqualTo(OpState.RUNNING);

      assertThat(result(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(history(runId)).containsOnlyOnce(EventType.OP_LEASED);
      Eventually.holds("no worker is left", () -> cloud.workers().isEmpty());
    } finally {
      cloud.scaleWorkers(4);
    }
    Eventually.holds("four workers again", () -> cloud.workers().stream().filter(TaskView::isReady).count() == 4);
  }

  @Test
  void aWorkerThatIsToldToStopFinishesWhatItRuns() {
    RunId runId = submit("fast", Map.of("timeScale", 0.1));
    Eventually.holds("it runs", () -> onlyOp(runId) == OpState.RUNNING);
    String owner = cloud.coordinator.run(runId).ops().get(0).leaseOwner();
    TaskView worker = cloud.workers().stream().filter(task -> owner.contains(task.id())).findFirst().orElseThrow();
    cloud.ecs.stopTask(stop -> stop.cluster(cloud.output(Setting.CLUSTER_NAME)).task(worker.arn()));
    assertThat(result(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(history(runId)).containsOnlyOnce(EventType.OP_LEASED);
    Eventually.holds("its process is gone", () -> ProcessHandle.of(worker.pid()).filter(ProcessHandle::isAlive).isEmpty());
    Eventually.holds("it is replaced", () -> cloud.workers().stream().filter(TaskView::isReady).count() == 4);
  }
}
