package dev.sluice.core.submit;

import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunRequest;
import java.util.List;

/**
 * Plans forks: runs that take over what another run has done before an op, and go on from there with this version of the code, and
 * with another input if one is given. Safe for any thread if the desk is.
 */
public final class RunForker {
  private final RunDesk desk;

  public RunForker(RunDesk desk) {
    this.desk = desk;
  }

  /**
   * Plans a fork. Taken over is what succeeded or was skipped and is not downstream of the op, nor of anything that is run again. What a
   * decision has not chosen that is taken over is skipped, also where the job hangs on it only now, or the fork is to begin there. What the
   * run has undone is run again, and the fork undoes nothing that it has taken over.
   *
   * @param source the run that is forked
   * @param sourceOps all its op executions, with their outputs as they are stored
   * @param from key of the op that is run again first: a name, or an element of a map
   * @param order job, input, tags and key of the new run
   * @throws UnknownForkPointException if the job as it is now does not have that op, or the run not that element
   */
  public RunRequest plan(Run source, List<IdempotencyRecord> sourceOps, String from, RunOrder order) {
    RunRequest fresh = desk.plan(order);
    ForkPlan fork = new ForkPlan(desk, fresh, sourceOps, from);
    if (!fork.begins()) {
      throw new UnknownForkPointException(source.id(), fresh.jobName(), from, fork.points());
    }
    return new RunRequest(fresh.runId(), fresh.jobName(), fresh.jobVersion(), fresh.input(), fresh.outputOp(), fresh.tags(),
        fresh.idempotencyKey(), fork.ops()).from(new Origin(null, source.id())).on(fresh.terms());
  }
}
