package dev.sluice.examples.wait;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.Duration;

/** A run waits for a person, for two days at most: a signal is what they decided. An expense over a limit. */
public final class Approval implements JobSource<Approval.Expense, String> {
  /** What somebody has spent. */
  public record Expense(String employee, int euros) {}

  /** What a manager says to it. */
  public record Verdict(String manager, boolean granted) {}

  @Override
  public Job<Expense, String> define(JobBuilder<Expense> job) {
    Op<String> asked = job.op("ask", String.class, (expense, context) ->
        "may " + expense.employee() + " spend " + expense.euros() + "?");
    Op<Verdict> verdict = job.await("verdict", Verdict.class).after(asked).timeout(Duration.ofDays(2));
    return job.output(job.op("book", String.class, asked, verdict, (question, answer, context) ->
        question + " " + answer.manager() + " says " + (answer.granted() ? "yes" : "no")));
  }
}
