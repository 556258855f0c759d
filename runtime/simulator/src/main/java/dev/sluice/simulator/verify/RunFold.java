package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import dev.sluice.simulator.history.EffectRecord;
import dev.sluice.simulator.history.MessageRecord;
import dev.sluice.simulator.history.RunRow;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run as its events tell it. After the first event that may not stand where it stands, nothing more is concluded: what follows
 * would only be the first offence again in other words.
 */
final class RunFold {
  final RunId id;
  final RunEvent submitted;
  /** The op execution whose sub-job it is; null if it stands for itself. */
  final @Nullable String parent;
  /** Where it is of account: known once the run has an op that may fail. */
  private @Nullable String outputOp;
  final Map<String, OpFold> ops = new LinkedHashMap<>();
  final List<MessageRecord> messages = new ArrayList<>(0);
  final List<EffectRecord> effects = new ArrayList<>(0);
  @Nullable RunRow rows;
  @Nullable Violation violation;
  RunStatus status = RunStatus.PENDING;
  @Nullable RunEvent cancel;
  /** Its ends and reopenings, in turn. */
  final List<RunEvent> turns = new ArrayList<>(1);
  /** The latest event of the run as a whole. */
  RunEvent latest;
  private long position;

  RunFold(RunEvent submitted) {
    this.id = submitted.runId();
    this.submitted = submitted;
    this.latest = submitted;
    this.position = submitted.sequence();
    EventDetails.Submitted detail = EventDetails.readSubmitted(Objects.requireNonNullElse(submitted.detail(), ""));
    this.outputOp = detail.output();
    this.parent = detail.parent();
    detail.ops().keySet().forEach(key -> add(key, detail, "", submitted));
  }

  private void add(String key, EventDetails.Submitted detail, String keyOfAll, RunEvent began) {
    boolean freed = detail.ops().getOrDefault(key, List.of(keyOfAll)).stream().allMatch(before -> stateOf(before) == OpState.SUCCEEDED);
    ops.put(key, new OpFold(key, detail, keyOfAll, freed, began));
  }

  /** An op has given the run further ones: whatever waits for it waits for them too. */
  private void expand(RunEvent event, String maker) {
    EventDetails.Submitted detail = EventDetails.readSubmitted(Objects.requireNonNullElse(event.detail(), ""));
    List<String> keys = new ArrayList<>(detail.ops().keySet());
    IntStream.range(0, detail.elements()).forEach(element -> keys.add(maker + "[" + element + "]"));
    outputOp = detail.output() == null ? outputOp : detail.output();
    ops.values().stream().filter(op -> op.upstream.contains(maker)).forEach(op -> op.upstream.addAll(keys));
    keys.forEach(key -> add(key, detail, maker, event));
  }

  /** How what an op waits for stands, for its trigger to judge. */
  Trigger.Standing standing(OpFold op) {
    int[] counts = new int[4];
    boolean stands = hasOutput();
    for (String key : op.upstream) {
      OpState state = stateOf(key);
      OpFold before = ops.get(key);
      counts[0] += state.isTerminal() ? 0 : 1;
      counts[1] += state == OpState.SUCCEEDED ? 1 : 0;
      counts[2] += state == OpState.FAILED || state == OpState.CANCELED ? 1 : 0;
      counts[3] += state == OpState.FAILED && before != null && !(before.mayFail && stands) ? 1 : 0;
    }
    return new Trigger.Standing(counts[0], counts[1], counts[2], counts[3]);
  }

  OpState stateOf(String opKey) {
    OpFold op = ops.get(opKey);
    return op == null ? OpState.WAITING : op.state;
  }

  /** Takes an event in, if every invariant lets it. */
  void apply(RunEvent event, List<EventInvariant> invariants) {
    if (violation != null) {
      return;
    }
    if (event.sequence() <= position) {
      violation = new Violation(Rule.ILLEGAL_CHANGE, id.toString(), "its events are not in their order", List.of(latest, event));
      return;
    }
    position = event.sequence();
    if (event.opKey() == null) {
      applyToRun(event);
      return;
    }
    OpFold op = ops.get(event.opKey());
    if (op == null) {
      offend(Rule.ILLEGAL_CHANGE, id + "/" + event.opKey(), "the run was submitted without this op", List.of(submitted), event);
      return;
    }
    for (EventInvariant invariant : invariants) {
      Optional<Offence> offence = invariant.judge(event, op, this);
      if (offence.isPresent()) {
        offend(offence.get().rule(), id + "/" + event.opKey(), offence.get().explanation(), offence.get().before(), event);
        return;
      }
    }
    if (event.type() == EventType.OP_REDRIVEN) {
      rememberStruck();
    }
    op.follow(event);
    if (event.type() == EventType.OP_EXPANDED) {
      expand(event, Objects.requireNonNull(event.opKey()));
    }
    if (op.state == OpState.RUNNING && !status.isTerminal()) {
      status = RunStatus.RUNNING;
    }
  }

  /** Which triggers have struck, as is seen no more once something upstream is open again: their ops may still wait to be admitted. */
  private void rememberStruck() {
    ops.values().stream().filter(op -> op.trigger != Trigger.ALL_SUCCEEDED && op.limited && op.state == OpState.WAITING && !op.hasStruck)
        .forEach(op -> op.hasStruck = op.trigger.decide(standing(op)) == Trigger.Decision.START);
  }

  private void applyToRun(RunEvent event) {
    switch (event.type()) {
      case RUN_CANCEL_REQUESTED -> cancel = cancel == null ? event : cancel;
      case RUN_REOPENED -> reopen(event);
      case RUN_SUCCEEDED -> close(event, RunStatus.SUCCEEDED);
      case RUN_FAILED -> close(event, RunStatus.FAILED);
      case RUN_CANCELED -> close(event, RunStatus.CANCELED);
      default -> offend(
          Rule.ILLEGAL_CHANGE, id.toString(), event.type() + " is no event that a run has at this point", List.of(latest), event);
    }
    latest = event;
  }

  private void close(RunEvent event, RunStatus end) {
    if (status.isTerminal()) {
      offend(Rule.COMMITTED_TWICE, id.toString(), event.type() + " came when it was " + status + " already", List.of(latest), event);
    } else if (ops.values().stream().anyMatch(op -> !op.state.isTerminal()) || end != verdict()) {
      offend(Rule.ILLEGAL_CHANGE, id.toString(), event.type() + " came when its ops stood otherwise", List.of(lastOpEvent()), event);
    }
    status = end;
    turns.add(event);
  }

  private void reopen(RunEvent event) {
    boolean hasFailed = ops.values().stream().anyMatch(op -> op.state == OpState.FAILED);
    if (!status.isTerminal() || cancel != null || !hasFailed) {
      offend(Rule.ILLEGAL_CHANGE, id.toString(), event.type() + " came when it was " + status, List.of(latest), event);
    }
    status = RunStatus.RUNNING;
    turns.add(event);
  }

  private RunStatus verdict() {
    boolean stands = hasOutput();
    int failed = (int) ops.values().stream().filter(op -> op.state == OpState.FAILED && !(op.mayFail && stands)).count();
    int stopped = (int) ops.values().stream().filter(op -> op.state == OpState.CANCELED).count();
    return RunStatus.verdict(failed, stopped, cancel != null);
  }

  private boolean hasOutput() {
    return outputOp != null && stateOf(outputOp) == OpState.SUCCEEDED;
  }

  private RunEvent lastOpEvent() {
    return ops.values().stream().map(op -> op.latest).max((a, b) -> Long.compare(a.sequence(), b.sequence())).orElse(latest);
  }

  /**
   * Its offence, if it is one whatever retention has dropped of its events: that goes by the day, so that of the day of the submit no event
   * is missing before one that is there.
   */
  Optional<Violation> soundViolation() {
    return Optional.ofNullable(violation).filter(each -> each.history().stream().allMatch(event -> dayOf(event).equals(dayOf(submitted))));
  }

  private static LocalDate dayOf(RunEvent event) {
    return LocalDate.ofInstant(event.at(), ZoneOffset.UTC);
  }

  private void offend(Rule rule, String subject, String explanation, List<RunEvent> before, RunEvent event) {
    List<RunEvent> shortest = new ArrayList<>(before);
    shortest.add(event);
    violation = new Violation(rule, subject, explanation, shortest);
  }
}
