package dev.sluice.examples.trigger;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.util.List;
import java.util.stream.Stream;

/** ANY_FAILED: starts when one has failed, and is skipped if none does. Somebody is called if a backup did not work. */
public final class AnyFailed implements JobSource<AnyFailed.Servers, Integer> {
  /** Which disks are full. */
  public record Servers(List<String> full) {}

  @Override
  public Job<Servers, Integer> define(JobBuilder<Servers> job) {
    List<Op<Integer>> backups = Stream.of("mail", "files", "wiki")
        .map(server -> job.op("back-up-" + server, Integer.class, (servers, context) -> backUp(server, servers)))
        .toList();
    job.op("call-somebody", String.class, (servers, context) -> "safe so far: " + context.outputs())
        .after(backups).when(Trigger.ANY_FAILED);
    return job.output(job.op("add-up", Integer.class, backups, (sizes, context) ->
        sizes.stream().mapToInt(Integer::intValue).sum()));
  }

  private static int backUp(String server, Servers servers) {
    if (servers.full().contains(server)) {
      throw new NonRetryableException("no space left for " + server);
    }
    return server.length() * 10;
  }
}
