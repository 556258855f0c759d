package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Setting;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.RunView;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.RunFilter;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Findings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real worker and coordinator die at every fault point while runs go on; every run ends, and each op has one result. */
class CrashSuiteTest {
  private static final int ROUNDS = 12;
  private static final int RUNS_A_ROUND = 25;
  /** One run of each round has nothing to read, and ends in quarantine. */
  private static final int DOOMED = 7;

  @Test
  void aProcessThatDiesAtAnyFaultPointLosesNothingAndDoublesNothing(@TempDir Path images, @TempDir Path marks) throws Exception {
    Map<String, String> stack = Map.of(
        "sluice:leaseDuration", "3s",
        "sluice:heartbeatInterval", "1s",
        "sluice:visibilityTimeout", "5s",
        "sluice:maxAttempts", "20",
        "sluice:maxReceives", "50",
        "sluice:backoffBase", "50ms",
        "sluice:backoffCeiling", "100ms",
        "sluice:republishAfter", "5s");
    try (Cloud cloud = Cloud.start(stack, CrashImages.make(images, marks, 3))) {
      Set<RunId> accepted = new HashSet<>();
      for (int round = 0; round < ROUNDS || !everyPointStruck(marks); round++) {
        accepted.addAll(submit(cloud, round));
        if (missing(marks).equals(List.of(FaultPoint.LEASES_RECOVERED))) {
          loseLeases(cloud);
        }
        assertThat(round).as("rounds until every fault point was struck, missing %s", missing(marks)).isLessThan(60);
        awaitEnd(cloud, accepted.size());
      }
      List<RunView> runs = runs(cloud);
      assertThat(runs).extracting(RunView::runId).containsExactlyInAnyOrderElementsOf(accepted);
      assertThat(runs).allSatisfy(run ->
          assertThat(run.status()).isEqualTo(isDoomed(run) ? RunStatus.FAILED : RunStatus.SUCCEEDED));
      History history = HistoryExport.of(cloud.coordinator, accepted);
      Findings findings = ExactlyOnceCheck.check(history);
      assertThat(findings.violations()).isEmpty();
      assertThat(findings.forgotten()).isZero();
      assertThat(runs.stream().filter(CrashSuiteTest::isDoomed)).hasSizeGreaterThanOrEqualTo(ROUNDS);
      assertThat(findings.committed()).as("each has come to one end").isEqualTo(findings.ops());
      int deadLetters = (int) runs.stream().filter(CrashSuiteTest::isDoomed).count();
      Eventually.holds("each dead letter stands in the queue once, whoever died after it was sent",
          () -> cloud.depth(Setting.DEAD_LETTER_QUEUE_URLS, "default") == deadLetters);
      assertThat(history.events()).extracting(event -> event.type()).contains(EventType.OP_LEASE_LOST);
    }
  }

  /** Kills a worker in the middle of its ops: no other one claims while nothing else is to be done, so recovery must find them. */
  private static void loseLeases(Cloud cloud) throws InterruptedException {
    Eventually.holds("a worker has leases, or had", () -> cloud.coordinator.backlog().stream().noneMatch(queue -> queue.running() == 0));
    cloud.local.kill(cloud.workers().get(0));
  }

  private static boolean everyPointStruck(Path marks) {
    return missing(marks).isEmpty();
  }

  private static List<FaultPoint> missing(Path marks) {
    return Stream.concat(CrashingWorker.POINTS.stream(), CrashingCoordinator.POINTS.stream())
        .filter(point -> !Files.exists(CrashOnce.markOf(marks, point)))
        .toList();
  }

  /** Submits with keys, so that a submit whose answer was lost in a crash can be repeated. */
  private static List<RunId> submit(Cloud cloud, int round) {
    List<RunId> accepted = new ArrayList<>();
    for (int i = 0; i < RUNS_A_ROUND; i++) {
      String key = "round-" + round + "-run-" + i;
      SubmitRequest request = request(i).withIdempotencyKey(key);
      AcceptedRun run = Eventually.answered(() -> cloud.coordinator.submit(request));
      accepted.add(run.runId());
    }
    return accepted;
  }

  private static SubmitRequest request(int i) {
    if (i == DOOMED) {
      return new SubmitRequest("word-count", ApiJson.mapper().valueToTree(Map.of("folder", "/nowhere")), Map.of("doomed", "yes"), null);
    }
    return switch (i % 5) {
      case 0 -> SubmitRequest.of("word-count", Map.of("folder", Checkout.ROOT.resolve("docs/decisions").toString()));
      case 1 -> SubmitRequest.of("fast", Map.of("timeScale", 0.05)); // half a second to a second and a half
      default -> SubmitRequest.of("no-op", Map.of());
    };
  }

  private static boolean isDoomed(RunView run) {
    return run.tags().containsKey("doomed");
  }

  private static void awaitEnd(Cloud cloud, int count) {
    Eventually.holds("all " + count + " runs have ended", () -> {
      List<RunView> runs = runs(cloud);
      return runs.size() == count && runs.stream().allMatch(run -> run.status().isTerminal());
    });
  }

  private static List<RunView> runs(Cloud cloud) {
    List<RunView> runs = new ArrayList<>();
    Optional<RunId> before = Optional.empty();
    while (true) {
      List<RunView> page = cloud.coordinator.runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
      runs.addAll(page);
      if (page.size() < RunFilter.MAX_LIMIT) {
        return runs;
      }
      before = Optional.of(page.get(page.size() - 1).runId());
    }
  }
}
