package dev.sluice.tests.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.certificate.Certificate;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.history.RunRow;
import dev.sluice.simulator.verify.Expectation;
import dev.sluice.simulator.verify.Invariant;
import dev.sluice.tests.endtoend.Checkout;
import dev.sluice.tests.endtoend.Cloud;
import dev.sluice.tests.endtoend.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand op executions on real processes, a mishap after each batch, and the certificate at the end: simple ones that are many, and
 * those of a {@link Mixture}, which have all the rest.
 */
class ChaosSuiteTest {
  private static final int NO_OPS_A_BATCH = 380;
  private static final int WORD_COUNTS_A_BATCH = 2;
  /** They come last and take half a second to a second and a half, so that every mishap finds ops at work, however quick the machine. */
  private static final int LASTING_A_BATCH = 16;

  @Test
  void everyOpHasExactlyOneResultWhateverGoesWrong(@TempDir Path images, @TempDir Path files) throws Exception {
    long seed = Long.getLong("chaos.seed", new Random().nextLong());
    System.out.println("chaos.seed=" + seed);
    Random random = new Random(seed);
    List<Mishap> schedule = new ArrayList<>(Arrays.asList(Mishap.values()));
    schedule.addAll(Arrays.asList(Mishap.values()));
    Collections.shuffle(schedule, random);
    Map<String, String> stack = Map.of(
        "sluice:leaseDuration", "3s",
        "sluice:heartbeatInterval", "1s",
        "sluice:visibilityTimeout", "5s",
        "sluice:maxAttempts", "50",
        "sluice:maxReceives", "100",
        "sluice:republishAfter", "5s",
        "sluice:schedulesEnabled", "false");
    try (Wire wire = Wire.open();
        Cloud cloud = Cloud.start(stack, WiredImages.make(images, wire.uri()), local -> wire.leadTo(local.endpoint()))) {
      Tables tables = new Tables(cloud);
      Chaos chaos = new Chaos(cloud, tables, wire, random);
      Mixture mixture = new Mixture(cloud, tables, random, files);
      List<RunId> accepted = new ArrayList<>();
      List<RunId> plain = new ArrayList<>();
      for (int batch = 0; batch < schedule.size(); batch++) {
        List<RunId> mixed = mixture.submit(batch);
        plain.addAll(submit(cloud, batch));
        accepted.addAll(mixed);
        mixture.meddle(mixed);
        chaos.strike(schedule.get(batch));
      }
      accepted.addAll(plain);
      mixture.mend();

      History history = HistoryExport.of(cloud.coordinator, accepted);
      Certificate certificate = Certificate.of(history, Expectation.AT_REST);

      assertThat(certificate.violations()).as("seed %s, mishaps %s", seed, schedule).isEmpty();
      assertThat(certificate.holds()).isTrue();
      assertThat(certificate.history().forgottenRuns()).isZero();
      assertThat(certificate.opExecutions().accepted()).isGreaterThanOrEqualTo(10_000);
      assertThat(certificate.opExecutions().committed()).isEqualTo(certificate.opExecutions().accepted());
      assertThat(certificate.opExecutions().lost()).isZero();
      assertThat(certificate.opExecutions().committedTwice()).isZero();
      assertThat(certificate.invariants()).filteredOn(held -> held.facts() == 0).extracting(Certificate.Held::invariant)
          .as("of which this history shows nothing: nobody writes down when messages are deleted, and all have one priority")
          .containsExactly(Invariant.I4, Invariant.I8);
      assertThat(new HashSet<>(accepted)).hasSameSizeAs(accepted);
      Set<RunId> succeeded = history.runs().stream().filter(run -> run.status() == RunStatus.SUCCEEDED).map(RunRow::id).collect(Collectors.toSet());
      assertThat(succeeded).as("plain runs").containsAll(plain);
      assertThat(history.events()).extracting(RunEvent::type).contains(EventType.OP_LEASE_LOST, EventType.DUPLICATE_SUPPRESSED,
          EventType.OP_SIGNALED, EventType.OP_REDRIVEN, EventType.RUN_CANCELED);
      mixture.check(history);
    }
  }

  /** Submits with keys, so that a submit whose answer was lost can be repeated. */
  private static List<RunId> submit(Cloud cloud, int batch) {
    List<SubmitRequest> requests = new ArrayList<>();
    IntStream.range(0, NO_OPS_A_BATCH).forEach(i -> requests.add(SubmitRequest.of("no-op", Map.of())));
    String folder = Checkout.ROOT.resolve("docs/decisions").toString();
    IntStream.range(0, WORD_COUNTS_A_BATCH).forEach(i -> requests.add(SubmitRequest.of("word-count", Map.of("folder", folder))));
    IntStream.range(0, LASTING_A_BATCH).forEach(i -> requests.add(SubmitRequest.of("fast", Map.of("timeScale", 0.05))));
    List<SubmitRequest> keyed = IntStream.range(0, requests.size())
        .mapToObj(i -> requests.get(i).withIdempotencyKey("batch-" + batch + "-run-" + i)).toList();
    return Eventually.answered(() -> cloud.coordinator.submitAll(keyed)).stream().map(AcceptedRun::runId).toList();
  }
}
