package dev.sluice.examples.basics;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import java.time.Duration;

/** What a job sets for all of its ops, and how one op differs. A parcel is packed, and its label may fail a little more often. */
public final class DefaultsOfAJob implements JobSource<String, String> {
  @Override
  public Job<String, String> define(JobBuilder<String> job) {
    job.priority(5).retry(Retry.exponential(3));
    Op<String> packed = job.op("pack", String.class, (article, context) -> "a box with " + article);
    return job.output(job.op("label", String.class, packed, (box, context) -> box + ", labelled")
        .priority(10)
        .retry(new Retry(6, Duration.ofMillis(200), 2, Duration.ofSeconds(5), 0.2))
        .timeout(Duration.ofMinutes(1)));
  }
}
