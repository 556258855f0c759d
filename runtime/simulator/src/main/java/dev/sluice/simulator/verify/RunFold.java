package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run as its events tell it. After the first event that may not stand where it stands, nothing more is concluded: what follows would
 * only be the first offence again in other words.
 */
final class RunFold {
  final RunId id;
  final Map<String, OpFold> ops = new LinkedHashMap<>();
  @Nullable Violation violation;
  RunStatus status = RunStatus.PENDING;
  boolean cancelRequested;
  RunEvent latest;

  RunFold(RunEvent submitted) {
    this.id = submitted.runId();
    this.latest = submitted;
    EventDetails.readSubmitted(Objects.requireNonNullElse(submitted.detail(), ""))
        .ops().forEach((key, upstream) -> ops.put(key, new OpFold(upstream, submitted)));
  }

  OpState stateOf(String opKey) {
    OpFold op = ops.get(opKey);
    return op == null ? OpState.WAITING : op.state;
  }

  void apply(RunEvent event) {
    if (violation != null) {
      return;
    }
    if (event.opKey() == null) {
      applyToRun(event);
      return;
    }
    OpFold op = ops.get(event.opKey());
    if (op == null) {
      add(Rule.ILLEGAL_CHANGE, id + "/" + event.opKey(), "the run was submitted without this op", latest, event);
    } else {
      op.apply(event, this)
          .ifPresent(offence -> add(offence.rule(), id + "/" + event.opKey(), offence.explanation(), op.latest, event));
      if (op.state == OpState.RUNNING && !status.isTerminal()) {
        status = RunStatus.RUNNING;
      }
    }
  }

  private void applyToRun(RunEvent event) {
    switch (event.type()) {
      case RUN_CANCEL_REQUESTED -> cancelRequested = true;
      case RUN_SUCCEEDED -> close(event, RunStatus.SUCCEEDED, ops.values().stream().allMatch(op -> op.state == OpState.SUCCEEDED));
      case RUN_FAILED -> close(event, RunStatus.FAILED, ops.values().stream().anyMatch(op -> op.state == OpState.FAILED));
      case RUN_CANCELED -> close(event, RunStatus.CANCELED,
          cancelRequested || ops.values().stream().anyMatch(op -> op.state == OpState.CANCELED));
      default -> add(Rule.ILLEGAL_CHANGE, id.toString(), event.type() + " is no event that a run has at this point", latest, event);
    }
    latest = event;
  }

  private void close(RunEvent event, RunStatus end, boolean hasReason) {
    if (status.isTerminal()) {
      add(Rule.COMMITTED_TWICE, id.toString(), event.type() + " came when it was " + status + " already", latest, event);
    } else if (!hasReason || ops.values().stream().anyMatch(op -> !op.state.isTerminal())) {
      add(Rule.ILLEGAL_CHANGE, id.toString(), event.type() + " came when its ops stood otherwise", lastOpEvent(), event);
    }
    status = end;
  }

  private RunEvent lastOpEvent() {
    return ops.values().stream().map(op -> op.latest).max((a, b) -> Long.compare(a.sequence(), b.sequence())).orElse(latest);
  }

  private void add(Rule rule, String subject, String explanation, RunEvent before, RunEvent event) {
    violation = new Violation(rule, subject, explanation, List.of(before, event));
  }
}
