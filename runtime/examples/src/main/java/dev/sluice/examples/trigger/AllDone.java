package dev.sluice.examples.trigger;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;

/** ALL_DONE: starts when all have ended, however. A rented machine is given back whether or not the work on it succeeded. */
public final class AllDone implements JobSource<AllDone.Work, String> {
  /** What is to be rendered, and whether the machine breaks down over it. */
  public record Work(String film, boolean breaksDown) {}

  @Override
  public Job<Work, String> define(JobBuilder<Work> job) {
    Op<String> machine = job.op("rent", String.class, (work, context) -> "machine-7");
    Op<String> film = job.op("render", String.class, machine, (rented, context) -> {
      // An op that takes what others returned reads the run's input like this.
      Work work = context.input(Work.class);
      if (work.breaksDown()) {
        throw new NonRetryableException(rented + " broke down");
      }
      return work.film() + " on " + rented;
    });
    job.op("give-back", String.class, machine, (rented, context) -> rented + " is free again").after(film).when(Trigger.ALL_DONE);
    return job.output(film);
  }
}
