package dev.sluice.core.submit;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.job.UnknownJobException;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.queue.UnknownQueueException;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks orders and plans runs, before anything is stored. What can be known of a job is worked out once, since tens of thousands
 * of orders a second pass here. Safe for any thread if the planner is.
 */
public final class RunDesk {
  private final JobRegistry jobs;
  private final RunPlanner planner;
  private final Set<String> queues;
  private final Map<String, String> missingQueues = new HashMap<>();

  public RunDesk(JobRegistry jobs, RunPlanner planner, QueueMap queues) {
    this.jobs = jobs;
    this.planner = planner;
    this.queues = queues.names();
    for (String name : jobs.names()) {
      missingQueueOf(jobs.job(name)).ifPresent(queue -> missingQueues.put(name, queue));
    }
  }

  private Optional<String> missingQueueOf(Job<?, ?> job) {
    return job.queues().stream().filter(queue -> !queues.contains(queue)).findFirst();
  }

  /**
   * Plans the run that an order wishes for.
   *
   * @throws UnknownJobException if nobody has defined the job here
   * @throws UnknownQueueException if an op of the job runs on a queue that the stack lacks: its messages would go nowhere
   * @throws UnusablePayloadException if the input cannot be read as the job's
   */
  public RunRequest plan(RunOrder order) {
    Job<?, ?> job = jobs.job(order.job());
    String missing = missingQueues.get(job.name());
    if (missing != null) {
      throw new UnknownQueueException(missing, queues);
    }
    return planner.plan(job, order.input(), order.tags(), order.idempotencyKey(), order.terms());
  }

  /** Keeps what a signal brings; see {@link RunPlanner#signal}. Of a run of other code than here its op is the judge. */
  String signal(IdempotencyKey key, Optional<Run> run, String json) {
    Optional<Job<?, ?>> job = run.filter(found -> jobs.names().contains(found.jobName()))
        .<Job<?, ?>>map(found -> jobs.job(found.jobName()))
        .filter(known -> known.version().equals(run.orElseThrow().jobVersion()));
    return planner.signal(job, key, json);
  }

  /** Plans an element of a map that has run elsewhere; see {@link RunPlanner#element}. */
  Optional<OpPlan> element(String job, IdempotencyKey map, int priority, int position, @Nullable String item) {
    return planner.element(jobs.job(job), map, priority, position, item);
  }

  /** Tells what a decision leaves out that was made elsewhere; see {@link RunPlanner#notChosen}. */
  List<String> notChosen(String job, String decision, String output) {
    return planner.notChosen(jobs.job(job), decision, output);
  }
}
