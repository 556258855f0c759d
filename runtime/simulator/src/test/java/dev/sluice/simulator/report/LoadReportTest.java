package dev.sluice.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.SampleHistory;
import dev.sluice.simulator.history.History;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  @Test
  void countsWhatTheHistorySays() {
    LoadReport report = LoadReport.of(SampleHistory.ofTenRuns());
    assertThat(report.runs()).isEqualTo(10);
    assertThat(report.opExecutions()).isEqualTo(20);
    assertThat(report.attempts()).isEqualTo(30);
    assertThat(report.leasesLost()).isEqualTo(10);
    assertThat(report.retries()).isZero();
    // 11 s until the dead worker's leases were found, a second for each op.
    assertThat(report.span()).isEqualTo(Duration.ofSeconds(13));
    assertThat(report.submitToStart()).hasValueSatisfying(each -> assertThat(each.max()).isZero());
    assertThat(report.submitToEnd()).hasValueSatisfying(each -> assertThat(each.p50()).isEqualTo(Duration.ofSeconds(13)));
    assertThat(report.throughput()).hasValueSatisfying(rate -> assertThat(rate).isEqualTo(20 / 13.0));
    assertThat(ReportText.table(ReportText.lines(report))).contains("lost leases recovered").contains("13.0 s");
  }

  @Test
  void nothingMeasuredIsNotZero() {
    LoadReport report = LoadReport.of(new History(List.of(), List.of(), List.of()));
    assertThat(report.submitToStart()).isEmpty();
    assertThat(report.throughput()).isEmpty();
    assertThat(ReportText.table(ReportText.lines(report))).contains("not measured");
  }

  @Test
  void percentilesAreMeasuredValues() {
    List<Duration> hundred = IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList();
    assertThat(Percentiles.of(hundred)).contains(new Percentiles(
        100, Duration.ofMillis(50), Duration.ofMillis(95), Duration.ofMillis(99), Duration.ofMillis(100)));
    assertThat(Percentiles.of(List.of(Duration.ofMillis(7)))).contains(new Percentiles(
        1, Duration.ofMillis(7), Duration.ofMillis(7), Duration.ofMillis(7), Duration.ofMillis(7)));
  }
}
