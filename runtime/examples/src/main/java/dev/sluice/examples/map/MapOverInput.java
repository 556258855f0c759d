package dev.sluice.examples.map;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;

/** A map over items of the run's input: no op before it. A letter to each customer of a list. */
public final class MapOverInput implements JobSource<MapOverInput.Mailing, String> {
  /** Whom to write, and what. */
  public record Mailing(String subject, List<String> customers) {}

  @Override
  public Job<Mailing, String> define(JobBuilder<Mailing> job) {
    Op<List<String>> letters = job.map("write", String.class, String.class, Mailing::customers, (customer, context) ->
        "Dear " + customer + ", " + context.input(Mailing.class).subject());
    return job.output(job.op("send", String.class, letters, (all, context) -> String.join("; ", all)));
  }
}
