package dev.sluice.examples.limit;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;

/** Ops of one customer run one at a time, in the order of their submits; those of others do not wait. Changes of an address. */
public final class OrderedPerCustomer implements JobSource<OrderedPerCustomer.Change, String> {
  /** Who moves where. */
  public record Change(String customer, String address) {}

  @Override
  public Job<Change, String> define(JobBuilder<Change> job) {
    return job.output(job.op("write-address", String.class, (change, context) ->
        change.customer() + " lives at " + change.address())
        .orderedBy(Change.class, Change::customer));
  }
}
