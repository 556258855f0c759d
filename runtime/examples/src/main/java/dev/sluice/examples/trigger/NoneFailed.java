package dev.sluice.examples.trigger;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;

/** NONE_FAILED: what was skipped is no obstacle. A present is wrapped only where that is wanted, and sent either way. */
public final class NoneFailed implements JobSource<NoneFailed.Present, String> {
  /** What is to be sent. */
  public record Present(String thing, boolean wrapped) {}

  @Override
  public Job<Present, String> define(JobBuilder<Present> job) {
    Op<Boolean> wanted = job.op("is-wrapping-wanted", Boolean.class, (present, context) -> present.wrapped());
    Op<String> paper = job.op("wrap", String.class, (present, context) -> "red paper").onlyIf(wanted, true);
    Op<String> box = job.op("pack", String.class, (present, context) -> present.thing() + " in a box");
    // What an op takes of one that was skipped is null.
    return job.output(job.op("send", String.class, box, paper, (packed, wrapping, context) ->
        wrapping == null ? packed : packed + " in " + wrapping).when(Trigger.NONE_FAILED));
  }
}
