package dev.sluice.tests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That every scenario does what it says; how fast is for the report. */
class BenchmarkTest {
  @Test
  @Timeout(300)
  void everyScenarioMeasuresSomething() throws Exception {
    List<Scenario> scenarios = List.of(
        new RawLimits(40, 400),
        new Peer(50),
        new Drain("drain", 60, 4, false, 0),
        new Drain(Drain.BOUNDED, "bounded", 60, 4, false, 0),
        new Drain("forced", 60, 4, true, 0),
        new Api(2_000, 0),
        new InMemory(50),
        new WorkerFootprint(Duration.ZERO, 50),
        new Takeover(),
        new HandOver(4),
        new CancelOfRunning(4),
        new Growth(30, 60),
        new Mapped(30, 0),
        new Latency("no-op", "one op", 1, 2),
        new Latency("chain", "a chain", 0, 1),
        new Latency("fan", "a fan", 0, 1));

    List<Figure> figures = Benchmark.measure(scenarios, 1);

    assertThat(figures).hasSize(4 + 2 + 2 + 2 + 1 + 3 + 1 + 6 + 1 + 2 + 2 + 2 + 2 + 2 + 2 + 2);
    assertThat(figures).allSatisfy(figure -> assertThat(figure.median()).isPositive());
  }

  @Test
  void aFigureShowsMedianLeastAndMost() {
    assertThat(new Figure("what", "ms", List.of(3.0, 1.0, 2.0)).row()).isEqualTo("| what | 2.00 | 1.00 to 3.00 | ms |");
    assertThat(new Figure("what", "ops/s", List.of(12_345.6)).row()).isEqualTo("| what | 12,346 | 12,346 to 12,346 | ops/s |");
    assertThatThrownBy(() -> new Figure("what", "ms", List.of())).hasMessage("what was not measured");
  }

  @Test
  void anUnknownOptionIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Benchmark.main(new String[] {"--round=1"}))
        .hasMessage("not an option: --round=1; there are [finished, only, report, rounds, runs]");
  }
}
