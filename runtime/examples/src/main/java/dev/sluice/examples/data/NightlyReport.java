package dev.sluice.examples.data;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** A report from several sources, which comes out even if one of them is not there, and says so. What a shop did on a day. */
public final class NightlyReport implements JobSource<NightlyReport.Day, NightlyReport.Report> {
  /** Which day, and which sources are down. */
  public record Day(LocalDate date, List<String> down) {}

  /** A line of the report. */
  public record Section(String title, int value) {}

  /** The report. */
  public record Report(LocalDate date, List<Section> sections, List<String> missing) {}

  @Override
  public Job<Day, Report> define(JobBuilder<Day> job) {
    job.retry(new Retry(2, Duration.ofMillis(50), 1, Duration.ofMillis(50), 0));
    List<Op<Section>> sections = Stream.of("sales", "returns", "visitors")
        .map(source -> job.op(source, Section.class, (day, context) -> section(source, day)).mayFail())
        .toList();
    Op<Report> report = job.op("write", Report.class, (day, context) -> {
      List<Section> known = sections.stream().filter(op -> context.hasOutput(op.name())).map(op -> context.output(op)).toList();
      List<String> missing = sections.stream().map(Op::name).filter(name -> !context.hasOutput(name)).toList();
      return new Report(day.date(), known, missing);
    }).after(sections).when(Trigger.ALL_DONE);
    job.op("tell-editor", String.class, (day, context) -> "the report of " + day.date() + " has holes")
        .after(sections).when(Trigger.ANY_FAILED);
    return job.output(report);
  }

  private static Section section(String source, Day day) throws IOException {
    if (day.down().contains(source)) {
      throw new IOException(source + " does not answer");
    }
    return new Section(source, source.length() * day.date().getDayOfMonth());
  }
}
