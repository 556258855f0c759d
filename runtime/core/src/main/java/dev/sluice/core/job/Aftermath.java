package dev.sluice.core.job;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ChildOutcome;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Steering;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes of what the code of an op has returned: its output, and what that does to the rest of the run. */
final class Aftermath {
  /** {@link Cause#type()} of an op whose sub-job did not succeed. */
  static final String SUB_JOB_ENDED = "SubJobDidNotSucceed";

  private final Job<?, ?> job;
  private final OpDefinition op;
  private final Lease lease;
  private final Payloads payloads;
  private final RunPlanner planner;
  private final Decisions decisions;

  Aftermath(Job<?, ?> job, OpDefinition op, Lease lease, Payloads payloads, RunPlanner planner) {
    this.job = job;
    this.op = op;
    this.lease = lease;
    this.payloads = payloads;
    this.planner = planner;
    this.decisions = new Decisions(job, payloads);
  }

  /** The result of an op whose sub-job has ended: its code has run already. */
  Optional<ExecutionResult> beforeCode() {
    String signal = lease.signal();
    if (!(op.work() instanceof OpWork.Sub sub) || signal == null) {
      return Optional.empty();
    }
    ChildOutcome child = ChildOutcome.parse(signal);
    if (child.status() == RunStatus.SUCCEEDED) {
      String output = Objects.requireNonNullElse(child.output(), "null");
      List<String> skips = decisions.notChosenBy(op, output, "the output of sub-job " + child.run());
      return Optional.of(new ExecutionResult.Success(output, new Steering(skips, List.of())));
    }
    String bound = sub.patience() == null ? "" : "; it had " + sub.patience();
    Cause cause = Cause.named(SUB_JOB_ENDED, "its sub-job, run " + child.run() + ", ended " + child.status() + bound);
    return Optional.of(new ExecutionResult.Failure(cause, op.retry().isPresent()));
  }

  ExecutionResult of(@Nullable Object value) {
    if (op.work() instanceof OpWork.Fan fan) {
      List<OpPlan> elements = planner.elements(job, lease, fan, items(value, fan));
      return new ExecutionResult.Success(Integer.toString(elements.size()), new Steering(List.of(), elements));
    }
    if (op.work() instanceof OpWork.Sub sub) {
      String input = Payloads.json(value, "the input of sub-job " + sub.child().name());
      return new ExecutionResult.Suspended(planner.child(sub.child(), lease, input), sub.patience());
    }
    if (op.work() instanceof OpWork.Undo undo) {
      return new ExecutionResult.Success("null", new Steering(List.of(), planner.undo(job, lease, undo)));
    }
    List<String> skips = decisions.notChosen(op, value);
    String output = output(value);
    return skips.isEmpty() ? new ExecutionResult.Success(output) : new ExecutionResult.Success(output, new Steering(skips, List.of()));
  }

  String output(@Nullable Object value) {
    return payloads.write(value, "the output of op " + lease.key().opKey() + " of job " + job.name());
  }

  private List<String> items(@Nullable Object value, OpWork.Fan fan) {
    String what = "map " + op.name() + " of job " + job.name();
    if (!(value instanceof Collection<?> items)) {
      throw new UnusablePayloadException(what + " has no items: its function returned " + value + ", an empty list is the way to say none", null);
    }
    List<String> texts = new ArrayList<>(items.size());
    for (Object item : items) {
      if (item != null && !fan.itemType().isInstance(item)) {
        throw new UnusablePayloadException("item " + texts.size() + " of " + what + " is a " + item.getClass().getName() + ", not a "
            + fan.itemType().getName(), null);
      }
      texts.add(payloads.write(item, "item " + texts.size() + " of " + what));
    }
    return texts;
  }
}
