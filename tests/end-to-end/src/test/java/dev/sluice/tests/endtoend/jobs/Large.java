package dev.sluice.tests.endtoend.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;

/** Takes a text, makes it twice as long, and hands it through one more op. */
public final class Large implements JobSource<Large.Text, Large.Text> {
  /** A text of any length. */
  public record Text(String text) {}

  @Override
  public Job<Text, Text> define(JobBuilder<Text> job) {
    var twice = job.op("twice", Text.class, (input, context) -> new Text(input.text() + input.text()));
    return job.output(job.op("again", Text.class, twice, (text, context) -> text));
  }
}
