package dev.sluice.examples.wait;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.Duration;

/** A durable wait between two ops: no slot and no thread is held meanwhile. Dough that has to rest for a second. */
public final class ShortSleep implements JobSource<String, String> {
  @Override
  public Job<String, String> define(JobBuilder<String> job) {
    Op<String> dough = job.op("knead", String.class, (flour, context) -> "dough of " + flour);
    // A sleep passes on what it was given.
    Op<String> rested = job.sleep("rest", Duration.ofSeconds(1), dough);
    return job.output(job.op("bake", String.class, rested, (risen, context) -> "bread from " + risen));
  }
}
