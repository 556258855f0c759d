package dev.sluice.examples.data;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/** The days of a span worked off, some at a time; each is an op, and so one that failed is redone alone. Turnover by weekday. */
public final class Backfill implements JobSource<Backfill.Span, Backfill.Result> {
  /** From when to when, both included, and the days that are in already. */
  public record Span(LocalDate from, LocalDate to, List<LocalDate> done) {}

  /** What a day brought. */
  public record Turnover(LocalDate day, int cents) {}

  /** All days together. */
  public record Result(int days, int cents) {}

  @Override
  public Job<Span, Result> define(JobBuilder<Span> job) {
    Op<List<Turnover>> days = job.map("day", Turnover.class, LocalDate.class, Backfill::missing,
        (day, context) -> load(day)).width(4);
    return job.output(job.op("sum-up", Result.class, days, (all, context) ->
        new Result(all.size(), all.stream().mapToInt(Turnover::cents).sum())));
  }

  private static List<LocalDate> missing(Span span) {
    return span.from().datesUntil(span.to().plusDays(1)).filter(day -> !span.done().contains(day)).toList();
  }

  private static Turnover load(LocalDate day) {
    return new Turnover(day, day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : 100 * day.getDayOfWeek().getValue());
  }
}
