package dev.sluice.examples.fan;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.List;

/** An op that waits for others without taking what they return. A mailbox is cleared once it is archived. */
public final class ControlEdge implements JobSource<ControlEdge.Mailbox, String> {
  /** Whose letters. */
  public record Mailbox(String owner, List<String> letters) {}

  @Override
  public Job<Mailbox, String> define(JobBuilder<Mailbox> job) {
    Op<String> archived = job.op("archive", String.class, (box, context) -> "archive/" + box.owner() + ".zip");
    Op<Integer> counted = job.op("count", Integer.class, (box, context) -> box.letters().size());
    return job.output(job.op("clear", String.class, (box, context) ->
        box.owner() + "'s mailbox is empty").after(archived, counted));
  }
}
