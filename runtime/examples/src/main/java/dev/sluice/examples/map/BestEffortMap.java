package dev.sluice.examples.map;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.util.List;

/** A map whose items may fail: what comes after takes those that succeeded. Which pages of a list answer. */
public final class BestEffortMap implements JobSource<BestEffortMap.Links, BestEffortMap.Report> {
  /** Addresses to look at. */
  public record Links(List<String> addresses) {}

  /** Those that answered. */
  public record Report(List<String> alive) {}

  @Override
  public Job<Links, Report> define(JobBuilder<Links> job) {
    Op<List<String>> pages = job.map("visit", String.class, String.class, Links::addresses, (address, context) -> visit(address))
        .mayFail();
    return job.output(job.op("report", Report.class, pages, (alive, context) -> new Report(alive)).when(Trigger.ALL_DONE));
  }

  private static String visit(String address) {
    if (address.endsWith("/gone")) {
      throw new NonRetryableException(address + " answers 410");
    }
    return address;
  }
}
