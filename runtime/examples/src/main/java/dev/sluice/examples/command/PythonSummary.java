package dev.sluice.examples.command;

import dev.sluice.core.command.Program;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.util.List;

/** Statistics by Python between two ops in Java: the records go through JSON both ways. */
public final class PythonSummary implements JobSource<PythonSummary.Measurements, String> {
  /**
   * What to sum up.
   *
   * @param unit of the values
   * @param values at least one
   */
  public record Measurements(String unit, List<Double> values) {}

  /**
   * What the script returns.
   *
   * @param count how many there are
   * @param mean their mean
   * @param deviation their standard deviation, 0 for one value
   */
  public record Summary(int count, double mean, double deviation) {}

  @Override
  public Job<Measurements, String> define(JobBuilder<Measurements> job) {
    var sorted = job.op("sort", Measurements.class,
        (given, context) -> new Measurements(given.unit(), given.values().stream().sorted().toList()));
    var summary = job.command("summarize", Summary.class, sorted, Program.script(PythonSummary.class, "summary.py", "python3"));
    return job.output(job.op("report", String.class, sorted, summary, (values, result, context) ->
        result.count() + " values of about " + result.mean() + " " + values.unit()));
  }
}
