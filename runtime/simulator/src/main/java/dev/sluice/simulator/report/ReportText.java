package dev.sluice.simulator.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lays a report out as lines of a name and a figure. */
public final class ReportText {
  private ReportText() {}

  /**
   * One line of the table.
   *
   * @param name what was measured
   * @param figure the measurement with its unit
   */
  public record Line(String name, String figure) {}

  /** Returns the lines of a report. */
  public static List<Line> lines(LoadReport report) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("runs", String.valueOf(report.runs())));
    lines.add(new Line("op executions", String.valueOf(report.opExecutions())));
    lines.add(new Line("attempts", String.valueOf(report.attempts())));
    lines.add(new Line("retries", String.valueOf(report.retries())));
    lines.add(new Line("lost leases recovered", String.valueOf(report.leasesLost())));
    lines.add(new Line("leases handed over", String.valueOf(report.leasesReleased())));
    lines.add(new Line("duplicates suppressed", String.valueOf(report.duplicatesSuppressed())));
    lines.add(new Line("late commits refused", String.valueOf(report.commitsFenced())));
    lines.add(new Line("submit to start, p50 / p95 / p99", spread(report.submitToStart())));
    lines.add(new Line("submit to end, p50 / p95 / p99", spread(report.submitToEnd())));
    lines.add(new Line("throughput", report.throughput()
        .map(rate -> String.format(Locale.ROOT, "%.1f op executions/s over %s", rate, told(report.span())))
        .orElse("not measured")));
    return lines;
  }

  /** Aligns the figures in a column. */
  public static String table(List<Line> lines) {
    int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(String.format(Locale.ROOT, "  %-" + width + "s  %s%n", line.name(), line.figure())));
    return text.toString();
  }

  private static String spread(Optional<Percentiles> percentiles) {
    return percentiles.map(each -> told(each.p50()) + " / " + told(each.p95()) + " / " + told(each.p99())).orElse("not measured");
  }

  /** Writes a duration as a person would: milliseconds below a second, seconds with a fraction above. */
  public static String told(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(1)) < 0
        ? String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6)
        : String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }
}
