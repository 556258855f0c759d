package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Setting;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.localstack.rds.DatabaseInstance;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How ops end that do not simply return: with SQL of their own, deaf to a cancel, or in the middle of a deploy. */
class OpEndsTest {
  private static final Duration WAIT = Duration.ofSeconds(60);
  @TempDir private static Path images;
  @TempDir private static Path files;
  private static Cloud cloud;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cloud = Cloud.start(
        Map.of("sluice:leaseDuration", "4s", "sluice:heartbeatInterval", "1s", "sluice:visibilityTimeout", "6s",
            "sluice:scalingInterval", "1h", "sluice:drainTimeout", "20s", "sluice:stopGrace", "1s"),
        JobsJar.make(images));
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
    RunResult result = Eventually.answered(() -> cloud.coordinator.result(runId, WAIT));
    assertThat(result.status()).as("%s", result.failures()).isEqualTo(RunStatus.SUCCEEDED);
    return result;
  }

  private static OpView onlyOp(RunId runId) {
    return cloud.coordinator.run(runId).ops().get(0);
  }

  private static TaskView ownerOf(RunId runId) {
    String owner = onlyOp(runId).leaseOwner();
    return cloud.workers().stream().filter(task -> owner.contains(task.id())).findFirst().orElseThrow();
  }

  private static void awaitRunning(RunId runId) {
    Eventually.holds("it runs", () -> onlyOp(runId).state() == OpState.RUNNING);
  }

  @Test
  void sqlIsAppliedAndMessagesAreSentOnceThoughAttemptsFailAndAWorkerIsKilled() throws Exception {
    result(submit("transfers", Map.of()));
    Path sent = files.resolve("sent");
    List<SubmitRequest> requests = IntStream.range(0, 60)
        .mapToObj(number -> SubmitRequest.of("transfer", Map.of("number", number, "file", sent.toString()))).toList();
    List<RunId> runs = cloud.coordinator.submitAll(requests).stream().map(AcceptedRun::runId).toList();
    Eventually.holds("some run, or have run", () -> cloud.coordinator.backlog().stream().noneMatch(queue -> queue.running() == 0));
    cloud.local.kill(cloud.workers().get(0));
    runs.forEach(OpEndsTest::result);

    RunResult counted = result(submit("transfers", Map.of()));
    assertThat(counted.output().get("rows").asInt()).isEqualTo(60);
    assertThat(counted.output().get("ops").asInt()).isEqualTo(60);
    Eventually.holds("all messages are sent", () -> lines(sent).size() >= 60);
    History history = HistoryExport.of(cloud.coordinator, runs);
    assertThat(history.effects()).as("each run's SQL stands once").hasSizeGreaterThanOrEqualTo(60);
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
    assertThat(new HashSet<>(lines(sent))).containsExactlyInAnyOrderElementsOf(
        runs.stream().map(run -> run + "/transfer#1").toList());
    Eventually.holds("it is replaced", () -> cloud.workers().stream().filter(TaskView::isReady).count() == 4);
  }

  @Test
  void aCanceledProgramIsGoneAndCommitsNothing() {
    Path file = files.resolve("pid");
    RunId run = submit("sleeper", Map.of("file", file.toString()));
    Eventually.holds("the program has told its id", () -> Files.exists(file));
    ProcessHandle program = ProcessHandle.of(Long.parseLong(lines(file).get(0))).orElseThrow();

    assertThat(cloud.coordinator.cancel(run, "enough")).isTrue();

    Eventually.holds("the program is gone", () -> !program.isAlive());
    assertThat(Eventually.answered(() -> cloud.coordinator.result(run, WAIT)).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(cloud.coordinator.events(run)).extracting(RunEvent::type).doesNotContain(EventType.OP_SUCCEEDED);
    assertThat(ExactlyOnceCheck.check(HistoryExport.of(cloud.coordinator, List.of(run))).violations()).isEmpty();
  }

  @Test
  void whatAnOpSaysOfItsProgressIsShownWhileItRuns() throws IOException {
    Path until = files.resolve("enough");
    RunId run = submit("deaf", Map.of("until", until.toString()));

    Eventually.holds("progress is shown", () -> onlyOp(run).progress() != null);

    assertThat(onlyOp(run).progress().done()).isEqualTo(1);
    assertThat(onlyOp(run).progress().total()).isEqualTo(2);
    Files.createFile(until);
    result(run);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runsEndThoughTheDatabaseEndsEveryConnectionInTheMiddleAgainAndAgain() {
    RunId steps = submit("steps", Map.of("steps", 40));
    awaitRunning(steps);
    List<RunId> others = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      others.add(submit("steps", Map.of("steps", 2)));
      Eventually.holds("coordinator and workers are connected", () -> ofConnections("count(*)") > 2);
      ofConnections("count(pg_terminate_backend(pid))");
    }

    assertThat(result(steps).output().get("attempts")).hasSize(40);
    others.forEach(OpEndsTest::result);
    assertThat(cloud.coordinator.events(steps)).extracting(RunEvent::type).containsOnlyOnce(EventType.OP_SUCCEEDED);
  }

  /** Asks PostgreSQL about every connection of a service. */
  private static int ofConnections(String question) {
    DatabaseInstance database = cloud.local.database();
    try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select " + question + " from pg_stat_activity"
            + " where pid <> pg_backend_pid() and application_name like 'sluice%'")) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCanceledRunEndsThoughItsCodeIgnoresTheInterrupt() throws IOException {
    Path until = files.resolve("until");
    RunId runId = submit("deaf", Map.of("until", until.toString()));
    awaitRunning(runId);
    assertThat(cloud.coordinator.cancel(runId, "enough")).isTrue();
    Eventually.holds("it is canceled", () -> cloud.coordinator.run(runId).run().status() == RunStatus.CANCELED);
    assertThat(until).as("the code still runs").doesNotExist();
    Files.createFile(until);
    assertThat(cloud.coordinator.cancel(runId, "again")).isFalse();
    assertThat(cloud.coordinator.events(runId)).extracting(RunEvent::type)
        .containsOnlyOnce(EventType.OP_CANCELED).doesNotContain(EventType.OP_SUCCEEDED);
  }

  @Test
  void anOpGoesOnElsewhereFromItsCheckpointWhenItsWorkerIsToldToStop() {
    RunId runId = submit("steps", Map.of("steps", 40));
    awaitRunning(runId);
    TaskView worker = ownerOf(runId);
    cloud.ecs.stopTask(stop -> stop.cluster(cloud.output(Setting.CLUSTER_NAME)).task(worker.arn()));
    Eventually.holds("it runs elsewhere", () -> onlyOp(runId).attempt() == 2);
    JsonNode taken = result(runId).output().get("attempts");
    List<Integer> attempts = IntStream.range(0, taken.size()).map(step -> taken.get(step).asInt()).boxed().toList();
    assertThat(attempts).as("no step is lost or repeated").hasSize(40).isSorted().contains(1, 2);
    assertThat(cloud.coordinator.events(runId)).extracting(RunEvent::type)
        .containsOnlyOnce(EventType.OP_RELEASED).doesNotContain(EventType.OP_LEASE_LOST);
    Eventually.holds("it is replaced", () -> cloud.workers().stream().filter(TaskView::isReady).count() == 4);
  }
}
