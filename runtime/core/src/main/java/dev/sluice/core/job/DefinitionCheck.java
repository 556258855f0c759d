package dev.sluice.core.job;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.time.LongestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for everything that is wrong with a definition.
 */
final class DefinitionCheck {
  /** Name of the op that starts when a run with compensations has failed. */
  static final String UNDO = "undo";

  private static final String NAME = "must be lower-case letters, digits, dot, dash or underscore, at most " + IdempotencyKey.MAX_OP_KEY_LENGTH
      + " of them, and begin with a letter or digit";

  private final JobBuilder<?> job;
  private final List<String> problems = new ArrayList<>();

  DefinitionCheck(JobBuilder<?> job) {
    this.job = job;
    problems.addAll(job.problems);
  }

  <I, T> Job<I, T> build(Op<T> output) {
    if (!IdempotencyKey.isOpKey(job.name)) {
      problems.add("its name \"" + job.name + "\" " + NAME + "; override name() where the class does not give such a one");
    }
    if (output == null) {
      problems.add("its output is null: " + job.source.getClass().getName() + " names no op in job.output(op)");
    } else {
      checkOutput(output);
    }
    addUndo();
    Set<String> names = new HashSet<>();
    job.drafts.forEach(draft -> check(draft, names));
    List<ScheduleDefinition> schedules = schedules();
    OpGraph graph = new OpGraph(job.drafts);
    graph.cycle().ifPresent(cycle -> problems.add("its ops wait for each other: " + cycle));
    if (!problems.isEmpty()) {
      throw new JobDefinitionException(job.name, problems);
    }
    Map<String, OpDefinition> latent = new LinkedHashMap<>();
    job.drafts.forEach(draft -> latent(draft).forEach(op -> latent.put(op.name(), op)));
    @SuppressWarnings("unchecked") // the builder that made the job knows its input type
    Class<I> inputType = (Class<I>) job.inputType;
    return new Job<>(
        job.source, job.name, inputType, output.type(), output.name(), graph.ordered().stream().map(this::define).toList(), latent,
        schedules);
  }

  private void checkOutput(Op<?> output) {
    if (output.job() != job) {
      problems.add("its output \"" + output.name() + "\" is an op of another job");
    }
    if (output.isMap()) {
      problems.add("its output \"" + output.name() + "\" is a map: gather its elements in an op, and make that the output");
    }
  }

  /** One op that starts when the run has failed, and gives it those that undo. */
  private void addUndo() {
    List<OpDraft> done = new OpGraph(job.drafts).ordered();
    Map<String, String> compensations = new LinkedHashMap<>();
    done.stream().filter(draft -> draft.compensation != null).forEach(draft -> compensations.put(draft.name, RunPlanner.undoKey(draft.name)));
    if (!compensations.isEmpty()) {
      OpDraft undo = new OpDraft(UNDO, Object.class, List.of(), (input, outputs, context, connection) -> null, false);
      done.forEach(draft -> undo.after.add(new Op<>(job, draft, draft.type)));
      undo.trigger = Trigger.UNDO;
      undo.work = new OpWork.Undo(compensations);
      job.drafts.add(undo);
    }
  }

  private List<ScheduleDefinition> schedules() {
    Set<String> names = new HashSet<>();
    for (ScheduleDraft draft : job.schedules) {
      if (!names.add(draft.name(job.name))) {
        problems.add("schedule \"" + draft.name(job.name) + "\" is defined twice: name one of them with Schedule.named");
      }
    }
    return job.schedules.stream().map(draft -> draft.define(job.name, job.inputType, problems)).toList();
  }

  private void check(OpDraft draft, Set<String> names) {
    if (!IdempotencyKey.isOpKey(draft.name) || draft.name.endsWith("]")) {
      problems.add("op \"" + draft.name + "\": its name " + NAME);
    }
    boolean isOurs = draft.name.equals(UNDO) || draft.name.startsWith(RunPlanner.undoKey(""));
    if (isOurs && !(draft.work instanceof OpWork.Undo) && job.drafts.stream().anyMatch(other -> other.compensation != null)) {
      problems.add("op \"" + draft.name + "\": of a job with compensations, such a name is the platform's, for what undoes");
    } else if (!names.add(draft.name)) {
      problems.add("op \"" + draft.name + "\" is defined twice");
    }
    Stream.of(draft.upstream.stream(), draft.after.stream(), Stream.<Op<?>>ofNullable(draft.decision)).<Op<?>>flatMap(ops -> ops)
        .filter(upstream -> upstream.job() != job)
        .forEach(upstream -> problems.add(
            "op \"" + draft.name + "\" takes the output of \"" + upstream.name() + "\", which is an op of another job"));
    checkFlow(draft);
    draft.problems.forEach(problem -> problems.add("op \"" + draft.name + "\": " + problem));
    OrderedBy<?> order = draft.limits.orderedBy();
    if (order != null && order.inputType() != job.inputType) {
      problems.add("op \"" + draft.name + "\" is ordered by a " + order.inputType().getSimpleName() + ", but the job takes a "
          + job.inputType.getSimpleName());
    }
    checkTime(draft, "a timeout", draft.timeout);
    checkTime(draft, "a sleep", draft.work instanceof OpWork.Sleep sleep ? sleep.time() : null);
  }

  private void checkTime(OpDraft draft, String what, @Nullable Duration time) {
    if (time != null && (time.isNegative() || time.isZero() || LongestTime.isPast(time))) {
      problems.add("op \"" + draft.name + "\": " + what + " is positive and at most " + LongestTime.OF_ALL + ", got " + time);
    }
  }

  private void checkFlow(OpDraft draft) {
    List<String> wrong = new ArrayList<>();
    boolean pauses = draft.work instanceof OpWork.Sleep || draft.work instanceof OpWork.Await;
    if (draft.trigger != Trigger.ALL_SUCCEEDED && draft.allUpstream().isEmpty()) {
      wrong.add("the trigger " + draft.trigger + " wants ops upstream of it");
    }
    if (draft.decision != null && draft.trigger != Trigger.ALL_SUCCEEDED) {
      wrong.add("it hangs on a decision, and so on all of its upstream: it cannot have the trigger " + draft.trigger + " too");
    }
    Op<?> decision = draft.decision;
    if (decision != null && (decision.isMap() || decision.isTransactional())) {
      wrong.add("it hangs on the decision of \"" + decision.name() + "\", which is a map or transactional: decide in a plain op after it");
    }
    if (draft.trigger == Trigger.ANY_SUCCEEDED) {
      Stream.of(draft.upstream.stream(), draft.after.stream()).<Op<?>>flatMap(ops -> ops).filter(Op::isMap).forEach(map -> wrong.add(
          "it starts with the first success, and the map \"" + map.name() + "\" succeeds before its elements do: gather them in an op"));
    }
    if (pauses && !draft.limits.equals(OpLimits.NONE)) {
      wrong.add("it only waits, and can have no ordering key, concurrency key or rate limit");
    }
    if (draft.timeout != null && draft.work instanceof OpWork.Sleep) {
      wrong.add("a sleep has no timeout: let it sleep for another time");
    }
    OpWork waits = draft.element == null ? draft.work : draft.elementWork;
    Limits.Concurrency held = draft.limits.bounds().concurrency();
    if (held != null && waits instanceof OpWork.Sub sub && sub.child().concurrencyKeys().contains(held.key())) {
      wrong.add("it holds a slot of \"" + held.key() + "\" while its sub-job " + sub.child().name() + " runs, whose ops need one too, and may wait "
          + "for each other for ever: bound those only");
    }
    if (draft.element != null && draft.limits.orderedBy() != null) {
      wrong.add("a map has no ordering key: its elements run side by side");
    }
    if (draft.element != null && draft.compensation != null) {
      wrong.add("a map has no compensation: give one to an op downstream of it, or to the ops of its sub-job");
    }
    if (draft.compensation != null && RunPlanner.undoKey(draft.name).length() > IdempotencyKey.MAX_OP_KEY_LENGTH) {
      wrong.add("the name of an op with a compensation has at most " + (IdempotencyKey.MAX_OP_KEY_LENGTH - RunPlanner.undoKey("").length())
          + " letters, so that what undoes it has a key");
    }
    if (draft.element != null && draft.name.length() > OpPlans.longestMapName()) {
      wrong.add("the name of a map has at most " + OpPlans.longestMapName() + " letters, so that its elements have keys");
    }
    if (draft.work instanceof OpWork.Fan fan && fan.width() != null && draft.limits.bounds().concurrency() != null) {
      wrong.add("it has both a width and a concurrency key: a width is one");
    }
    wrong.forEach(problem -> problems.add("op \"" + draft.name + "\": " + problem));
  }

  private OpDefinition define(OpDraft draft) {
    OpWork work = patient(draft.work, draft.timeout);
    return definition(draft, draft.name, draft.body, draft.element == null ? draft.limits : OpLimits.NONE, work,
        draft.element == null ? timeout(work, draft) : Optional.empty(),
        work instanceof OpWork.Await ? Optional.of(draft.type) : Optional.empty());
  }

  /** What waits has its timeout in its work: no code of it runs meanwhile. */
  private static OpWork patient(OpWork work, @Nullable Duration timeout) {
    if (work instanceof OpWork.Sub sub) {
      return new OpWork.Sub(sub.child(), timeout);
    }
    return work instanceof OpWork.Await ? new OpWork.Await(timeout) : work;
  }

  private static Optional<Duration> timeout(OpWork work, OpDraft draft) {
    return work instanceof OpWork.Await || work instanceof OpWork.Sub ? Optional.empty() : Optional.ofNullable(draft.timeout);
  }

  /** The ops that a run may get by this one. */
  private List<OpDefinition> latent(OpDraft draft) {
    List<OpDefinition> ops = new ArrayList<>();
    if (draft.element != null && draft.work instanceof OpWork.Fan fan) {
      OpWork work = patient(draft.elementWork, draft.timeout);
      ops.add(definition(draft, Job.elementName(draft.name), draft.element, draft.limits, work, timeout(work, draft),
          Optional.of(fan.itemType())));
    }
    if (draft.compensation != null) {
      ops.add(new OpDefinition(RunPlanner.undoKey(draft.name), Object.class, List.of(draft.name), draft.compensation, false,
          Optional.ofNullable(job.retry), Optional.ofNullable(draft.timeout), Objects.requireNonNullElse(draft.queue, job.queue),
          Objects.requireNonNullElse(draft.priority, job.priority), OpLimits.NONE, List.of(draft.name), OpFlow.PLAIN, OpWork.CODE,
          Optional.empty()));
    }
    return ops;
  }

  private OpDefinition definition(
      OpDraft draft, String name, OpBody body, OpLimits limits, OpWork work, Optional<Duration> timeout, Optional<Class<?>> takes) {
    boolean element = name.endsWith("]");
    Op<?> decision = element ? null : draft.decision;
    Optional<OpFlow.Condition> condition =
        decision == null ? Optional.empty() : Optional.of(new OpFlow.Condition(decision.name(), draft.chosen));
    return new OpDefinition(
        name,
        draft.type,
        element ? List.of(draft.name) : draft.allUpstream(),
        body,
        draft.transactional,
        Optional.ofNullable(draft.retry != null || work instanceof OpWork.Sub ? draft.retry : job.retry),
        timeout,
        Objects.requireNonNullElse(draft.queue, job.queue),
        Objects.requireNonNullElse(draft.priority, job.priority),
        limits,
        takes.isPresent() ? List.of() : draft.upstream.stream().<String>map(Op::name).toList(),
        new OpFlow(element ? Trigger.ALL_SUCCEEDED : draft.trigger, condition, draft.mayFail),
        work,
        takes);
  }
}
