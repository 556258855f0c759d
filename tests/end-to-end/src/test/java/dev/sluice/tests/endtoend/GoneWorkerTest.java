package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.OpView;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.localstack.ecs.TaskView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose task ECS reports as stopped, in a cloud in which nobody has the patience to see a lease run out. */
class GoneWorkerTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  @Test
  void itsOpsRunAgainElsewhereWithoutWaitingForTheirLease(@TempDir Path images, @TempDir Path files)
      throws IOException, InterruptedException {
    Path until = files.resolve("until");
    Map<String, String> stack = Map.of("sluice:leaseDuration", "10m", "sluice:heartbeatInterval", "1s", "sluice:visibilityTimeout", "10m",
        "sluice:schedulesEnabled", "false");
    try (Cloud cloud = Cloud.start(stack, JobsJar.make(images))) {
      Map<String, String> input = Map.of("until", until.toString());
      RunId run = Eventually.answered(() -> cloud.coordinator.submit(SubmitRequest.of("deaf", input))).runId();
      String owner = running(cloud, run, 1).leaseOwner();
      TaskView worker = cloud.workers().stream().filter(task -> owner.contains(task.id())).findFirst().orElseThrow();

      cloud.local.kill(worker);

      assertThat(running(cloud, run, 2).leaseOwner()).isNotEqualTo(owner);
      Files.createFile(until);
      RunResult result = Eventually.answered(() -> cloud.coordinator.result(run, WAIT));
      assertThat(result.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(op(cloud, run).attempt()).isEqualTo(2);
      assertThat(cloud.coordinator.events(run)).extracting(RunEvent::type).contains(EventType.OP_LEASE_LOST)
          .containsOnlyOnce(EventType.OP_SUCCEEDED);
    }
  }

  /** Waits until an attempt runs, and returns what was told of it then. */
  private static OpView running(Cloud cloud, RunId run, int attempt) {
    var told = new AtomicReference<OpView>();
    Eventually.holds("attempt " + attempt + " runs", () -> {
      told.set(op(cloud, run));
      return told.get().state() == OpState.RUNNING && told.get().attempt() == attempt;
    });
    return told.get();
  }

  private static OpView op(Cloud cloud, RunId run) {
    return cloud.coordinator.run(run).ops().get(0);
  }
}
