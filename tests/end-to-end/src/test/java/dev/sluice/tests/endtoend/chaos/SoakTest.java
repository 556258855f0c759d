package dev.sluice.tests.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.SettingText;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.Pause;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.simulator.certificate.Certificate;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.Expectation;
import dev.sluice.tests.endtoend.Checkout;
import dev.sluice.tests.endtoend.Cloud;
import dev.sluice.tests.endtoend.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Steady work for as long as it is told, {@code -Dsoak.duration=1h}, by default a short while: no service logs an error, loses a thread
 * or ends, and the certificate holds.
 */
class SoakTest {
  private static final Duration DURATION = SettingText.duration(System.getProperty("soak.duration", "15s"));
  private static final int RUNS_A_WAVE = 40;
  /** A hundred runs a second are work for all services, and an hour of them is a history that is read in some minutes. */
  private static final Duration WAVE = Duration.ofMillis(400);
  /** What {@code ServiceMain} logs of an exception that nobody caught is an error; what a JVM prints by itself has no level. */
  private static final Pattern TROUBLE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+ ERROR .*|Exception in thread .*|.*OutOfMemoryError.*");

  @Test
  void nothingIsThrownThatNobodyCatches() throws Exception {
    try (Cloud cloud = Cloud.start(Map.of("sluice:scalingInterval", "1h", "sluice:schedulesEnabled", "false"), Checkout.IMAGES)) {
      List<RunId> accepted = new ArrayList<>();
      long end = System.nanoTime() + DURATION.toNanos();
      for (int wave = 0; wave == 0 || System.nanoTime() < end; wave++) {
        long next = System.nanoTime() + WAVE.toNanos();
        accepted.addAll(cloud.coordinator.submitAll(requests()).stream().map(AcceptedRun::runId).toList());
        Eventually.holds("the wave is nearly through", () ->
            cloud.coordinator.backlog().stream().mapToLong(queue -> queue.ready() + queue.running()).sum() < RUNS_A_WAVE);
        Pause.REAL.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      }
      Eventually.holds("all is done", () -> cloud.coordinator.backlog().isEmpty());
      System.out.println("soak: " + accepted.size() + " runs in " + DURATION);

      Certificate certificate = Certificate.of(HistoryExport.of(cloud.coordinator, accepted), Expectation.AT_REST);
      assertThat(certificate.violations()).isEmpty();
      assertThat(certificate.history().forgottenRuns()).isZero();
      List<TaskView> tasks = cloud.local.allTasks();
      assertThat(tasks).hasSizeGreaterThan(3).allSatisfy(task -> assertThat(task.stoppedReason()).isEmpty());
      assertThat(tasks.stream().flatMap(task -> task.logs().stream()).map(SoakTest::lines)).isNotEmpty().allSatisfy(lines ->
          assertThat(lines).isNotEmpty().noneMatch(line -> TROUBLE.matcher(line).matches()));
    }
  }

  private static List<String> lines(Path log) {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SubmitRequest> requests() {
    String folder = Checkout.ROOT.resolve("docs/decisions").toString();
    return IntStream.range(0, RUNS_A_WAVE).mapToObj(i -> i % 10 == 0
        ? SubmitRequest.of("word-count", Map.of("folder", folder)) : SubmitRequest.of("no-op", Map.of())).toList();
  }
}
