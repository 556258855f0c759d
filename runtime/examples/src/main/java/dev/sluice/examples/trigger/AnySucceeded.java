package dev.sluice.examples.trigger;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.util.List;

/** ANY_SUCCEEDED: starts with the first that succeeds, and waits for no other. A file is fetched from whichever mirror has it. */
public final class AnySucceeded implements JobSource<AnySucceeded.Download, String> {
  /** What is wanted, and the mirrors that have it. */
  public record Download(String file, List<String> mirrors) {}

  @Override
  public Job<Download, String> define(JobBuilder<Download> job) {
    Op<String> north = job.op("north", String.class, (wanted, context) -> fetch(wanted, "north")).mayFail();
    Op<String> south = job.op("south", String.class, (wanted, context) -> fetch(wanted, "south")).mayFail();
    return job.output(job.op("unpack", String.class, north, south, (first, second, context) ->
        "unpacked " + (first == null ? second : first)).when(Trigger.ANY_SUCCEEDED));
  }

  private static String fetch(Download wanted, String mirror) {
    if (!wanted.mirrors().contains(mirror)) {
      throw new NonRetryableException(mirror + " has no " + wanted.file());
    }
    return wanted.file();
  }
}
