package dev.sluice.core.job;

import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.run.Trigger;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Turns a job and an input into what the store accepts. Safe for any thread if its random source is. */
public final class RunPlanner {
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Payloads payloads;
  private final int defaultMaxAttempts;

  /**
   * Makes a planner.
   *
   * @param defaultMaxAttempts attempts of an op whose definition has no retry
   */
  public RunPlanner(InstantSource clock, RandomGenerator random, Payloads payloads, int defaultMaxAttempts) {
    this.clock = clock;
    this.random = random;
    this.payloads = payloads;
    this.defaultMaxAttempts = defaultMaxAttempts;
  }

  /**
   * Plans a run.
   *
   * @param input JSON text; must be readable as the job's input type
   * @throws UnusablePayloadException if it is not
   */
  public RunRequest plan(Job<?, ?> job, String input, Map<String, String> tags, @Nullable String idempotencyKey) {
    return plan(job, input, tags, idempotencyKey, RunTerms.OF_THE_JOB);
  }

  /**
   * Plans a run.
   *
   * @param input JSON text; must be readable as the job's input type, and give an ordering key to each op that wants one
   * @param terms how the run stands beside others
   * @throws UnusablePayloadException if the input is not like that
   */
  public RunRequest plan(Job<?, ?> job, String input, Map<String, String> tags, @Nullable String idempotencyKey, RunTerms terms) {
    String what = "the input of job " + job.name();
    payloads.check(input, what);
    Object value = payloads.parse(input, job.inputType(), what);
    return new RunRequest(
        RunId.next(clock, random),
        job.name(),
        job.version(),
        payloads.keep(input, what),
        job.outputOp(),
        tags,
        idempotencyKey,
        job.ops().stream().map(op -> plan(op, value)).toList()).on(terms);
  }

  private OpPlan plan(OpDefinition op, @Nullable Object input) {
    Flow flow = flow(op);
    return new OpPlan(
        op.name(),
        op.queue(),
        op.priority(),
        OpPlans.attempts(op, defaultMaxAttempts),
        op.upstream(),
        op.limits().orderedBy() == null ? null : op.limits().orderedBy().keyOf(input, op.name()),
        flow.pause() == null ? op.limits().bounds() : Limits.NONE,
        flow);
  }

  private static Flow flow(OpDefinition op) {
    if (op.flow().trigger() == Trigger.ALL_SUCCEEDED && !op.flow().mayFail() && op.work() == OpWork.CODE) {
      return Flow.PLAIN;
    }
    Flow.Pause pause = op.work() instanceof OpWork.Sleep sleep ? new Flow.Pause(sleep.time(), false)
        : op.work() instanceof OpWork.Await await ? new Flow.Pause(await.patience(), true) : null;
    return new Flow(op.flow().trigger(), op.flow().mayFail() && !(op.work() instanceof OpWork.Fan), pause, null, null);
  }

  /**
   * Keeps what a signal brings.
   *
   * @param job of the op's run; empty if its code is not here, so that only the op can tell what it reads
   * @param json JSON text
   * @throws UnusablePayloadException if the op that waits for it could not read it
   */
  public String signal(Optional<Job<?, ?>> job, IdempotencyKey op, String json) {
    String what = "the signal of op " + op;
    job.flatMap(known -> known.awaited(op.opKey())).ifPresent(type -> payloads.parse(json, type, what));
    return payloads.keep(json, what);
  }

  /** Plans the elements of a map; see {@link OpPlans#elements}. */
  List<OpPlan> elements(Job<?, ?> job, Lease maker, OpWork.Fan fan, List<String> items) {
    return OpPlans.elements(job, maker, fan, items, defaultMaxAttempts);
  }

  /**
   * Plans one element of a map whose maker has run elsewhere.
   *
   * @param map the op execution that would have made it
   * @param item JSON text, or a reference to it
   * @return empty if that op is no map in this job
   */
  public Optional<OpPlan> element(Job<?, ?> job, IdempotencyKey map, int priority, int position, @Nullable String item) {
    return job.op(map.opKey()).work() instanceof OpWork.Fan fan
        ? Optional.of(OpPlans.element(job, map, priority, fan, position, item, defaultMaxAttempts)) : Optional.empty();
  }

  /**
   * Tells what a decision leaves out that was made elsewhere.
   *
   * @param decision name of an op of the job
   * @param output what that returned, as it is stored
   * @return names of ops; empty if none hangs on it
   * @throws UnusablePayloadException if the output cannot be read as this job's
   */
  public List<String> notChosen(Job<?, ?> job, String decision, String output) {
    return new Decisions(job, payloads).notChosenBy(job.op(decision), output, "the output of op " + decision + " of job " + job.name());
  }

  /** Plans what undoes; see {@link OpPlans#undo}. */
  List<OpPlan> undo(Job<?, ?> job, Lease maker, OpWork.Undo undo) {
    return OpPlans.undo(job, maker, undo, defaultMaxAttempts);
  }

  /** Returns the key of the op execution that undoes an op, in the runs that get one. */
  public static String undoKey(String op) {
    return DefinitionCheck.UNDO + "." + op;
  }

  /** Plans the sub-job of an op execution: with its run's tags; the store puts it on its run's terms. */
  RunRequest child(Job<?, ?> job, Lease parent, String input) {
    return plan(job, input, parent.tags(), null, RunTerms.OF_THE_JOB).from(new Origin(parent.key(), null));
  }
}
