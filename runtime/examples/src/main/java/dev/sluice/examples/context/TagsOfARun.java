package dev.sluice.examples.context;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;

/** Tags are given when a run is submitted, and every op of it, and of its sub-jobs, can read them. Who asked for an export. */
public final class TagsOfARun implements JobSource<TagsOfARun.Export, String> {
  /** Which table. */
  public record Export(String table) {}

  @Override
  public Job<Export, String> define(JobBuilder<Export> job) {
    return job.output(job.op("export", String.class, (export, context) -> {
      String department = context.tags().getOrDefault("department", "nobody");
      context.logger().info("exporting {} for {}", export.table(), department);
      return export.table() + " for " + department;
    }));
  }
}
