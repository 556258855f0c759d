package dev.sluice.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.infra.preview.price.JobAssumptions;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredJobsTest {
  private static final RunId FIRST = RunId.parse("01930000-0000-7000-8000-000000000001");
  private static final RunId SECOND = RunId.parse("01930000-0000-7000-8000-000000000002");
  @TempDir Path folder;
  private final List<RunEvent> events = new ArrayList<>();

  private void event(RunId run, EventType type, int attempt, double second) {
    events.add(new RunEvent(events.size() + 1, run, "op", type, attempt,
        Instant.EPOCH.plus(Duration.ofMillis(Math.round(second * 1000))), "worker", null));
  }

  /** Two jobs, three attempts of 1, 2 and 6 seconds; the one that still runs is not counted. */
  private History history() {
    event(FIRST, EventType.OP_LEASED, 1, 0);
    event(FIRST, EventType.OP_RETRIED, 1, 1);
    event(FIRST, EventType.OP_LEASED, 2, 5);
    event(SECOND, EventType.OP_LEASED, 1, 5);
    event(FIRST, EventType.OP_SUCCEEDED, 2, 7);
    event(SECOND, EventType.OP_LEASE_LOST, 1, 11);
    event(SECOND, EventType.OP_LEASED, 2, 12);
    return new History(List.of(FIRST, SECOND), events, List.of());
  }

  @Test
  void everyAttemptCountsForAsLongAsItHeldItsSlot() {
    JobAssumptions measured = MeasuredJobs.of(history(), "history.jsonl");
    assertThat(measured.opsPerJob()).isEqualByComparingTo("1.5");
    assertThat(measured.opDuration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(measured.sentences()).contains(
        "a job has 1.5 op(s) of 3000 ms, as measured in history.jsonl (2 jobs, 3 attempts), and all slots of its worker are busy");
  }

  @Test
  void thePriceOfAThousandJobsFollowsTheMeasurement() throws IOException {
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, history());
    String measured = Call.of("preview", "--stack", "dev", "--price", "--durations", file.toString()).out();
    // 1,500 attempts of 3 s on 8 slots are 0.15625 hours of a worker.
    assertThat(measured).contains("as measured in history.jsonl").containsPattern("workers of 8 slots +0\\.156 +hours");
    assertThat(Call.of("preview", "--stack", "dev", "--price").out()).contains("(nothing measured was given)")
        .containsPattern("workers of 8 slots +0\\.104 +hours");
  }

  @Test
  void whatMeasuresNothingIsRefused() {
    assertThatThrownBy(() -> MeasuredJobs.of(new History(List.of(), List.of(), List.of()), "empty.jsonl"))
        .hasMessageContaining("empty.jsonl: no op has run in this history");
    Call call = Call.of("preview", "--stack", "dev", "--price", "--durations", "nowhere.jsonl");
    assertThat(call.exitCode()).isEqualTo(CliExit.USAGE);
    assertThat(call.err()).contains("there is no file nowhere.jsonl");
  }
}
