package dev.sluice.examples.wait;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.Duration;
import java.util.List;

/** A wait of weeks is a line like any other: deploys and restarts do not matter to it. A customer's month of trial. */
public final class LongSleep implements JobSource<LongSleep.Trial, String> {
  /** Who tries, and whether a subscription followed. */
  public record Trial(String customer, boolean subscribed) {}

  @Override
  public Job<Trial, String> define(JobBuilder<Trial> job) {
    Op<String> opened = job.op("open", String.class, (trial, context) -> "account of " + trial.customer());
    Op<String> month = job.sleep("trial", Duration.ofDays(30), opened);
    Op<Boolean> subscribed = job.op("has-subscribed", Boolean.class, (trial, context) -> trial.subscribed()).after(month);
    Op<String> kept = job.op("keep", String.class, month, (account, context) -> account + " stays open")
        .onlyIf(subscribed, true);
    Op<String> closed = job.op("close", String.class, month, (account, context) -> account + " is closed")
        .onlyIf(subscribed, false);
    return job.output(job.firstOf("end", String.class, List.of(kept, closed)));
  }
}
