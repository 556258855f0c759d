package dev.sluice.core.job;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.schedule.ScheduleDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for everything that is wrong with a definition. A cycle cannot be written: a handle exists only after its op, so every edge
 * points back.
 */
final class DefinitionCheck {
  private final JobBuilder<?> job;
  private final List<String> problems = new ArrayList<>();

  DefinitionCheck(JobBuilder<?> job) {
    this.job = job;
  }

  <I, T> Job<I, T> build(Op<T> output) {
    if (!IdempotencyKey.isOpKey(job.name)) {
      problems.add("its name \"" + job.name + "\" must be lower-case letters, digits, dot, dash or underscore, at most "
          + IdempotencyKey.MAX_OP_KEY_LENGTH);
    }
    if (output.job() != job) {
      problems.add("its output \"" + output.name() + "\" is an op of another job");
    }
    Set<String> names = new HashSet<>();
    job.drafts.forEach(draft -> check(draft, names));
    List<ScheduleDefinition> schedules = schedules();
    if (!problems.isEmpty()) {
      throw new JobDefinitionException(job.name, problems);
    }
    @SuppressWarnings("unchecked") // the builder that made the job knows its input type
    Class<I> inputType = (Class<I>) job.inputType;
    return new Job<>(job.name, inputType, output.type(), output.name(), job.drafts.stream().map(this::define).toList(),
        schedules);
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
      problems.add("op \"" + draft.name + "\": a name is lower-case letters, digits, dot, dash or underscore, at most "
          + IdempotencyKey.MAX_OP_KEY_LENGTH);
    }
    if (!names.add(draft.name)) {
      problems.add("op \"" + draft.name + "\" is defined twice");
    }
    for (Op<?> upstream : draft.upstream) {
      if (upstream.job() != job) {
        problems.add("op \"" + draft.name + "\" takes the output of \"" + upstream.name() + "\", which is an op of another job");
      }
    }
    draft.problems.forEach(problem -> problems.add("op \"" + draft.name + "\": " + problem));
    OrderedBy<?> order = draft.limits.orderedBy();
    if (order != null && order.inputType() != job.inputType) {
      problems.add("op \"" + draft.name + "\" is ordered by a " + order.inputType().getSimpleName() + ", but the job takes a "
          + job.inputType.getSimpleName());
    }
    if (draft.timeout != null && (draft.timeout.isNegative() || draft.timeout.isZero())) {
      problems.add("op \"" + draft.name + "\": a timeout is positive, got " + draft.timeout);
    }
  }

  private OpDefinition define(OpDraft draft) {
    return new OpDefinition(
        draft.name,
        draft.type,
        draft.upstream.stream().<String>map(Op::name).toList(),
        draft.body,
        draft.transactional,
        Optional.ofNullable(draft.retry != null ? draft.retry : job.retry),
        Optional.ofNullable(draft.timeout),
        Objects.requireNonNullElse(draft.queue, job.queue),
        Objects.requireNonNullElse(draft.priority, job.priority),
        draft.limits);
  }
}
