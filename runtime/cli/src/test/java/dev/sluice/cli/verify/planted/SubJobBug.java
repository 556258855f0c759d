package dev.sluice.cli.verify.planted;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.OpRow;
import dev.sluice.simulator.history.RunRow;
import dev.sluice.simulator.verify.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is broken between a run and its sub-jobs, while each of them is right by itself: planted in a history that holds. */
enum SubJobBug {
  /** An op goes on at once, and its sub-job begins when all is over. */
  SUB_JOB_AFTER_ITS_PARENT(Rule.EARLY_START, history ->
      of(history, Stream.concat(above(history), below(history)).toList(), history.runs())),
  /** An op is told of an end that its sub-job has not had. */
  OTHER_OUTCOME(Rule.OTHER_INPUTS, history -> of(history, history.events().stream()
      .map(event -> event.type() == EventType.OP_SIGNALED ? told(event, "FAILED") : event).toList(), history.runs())),
  /** A sub-job is named, and never submitted. */
  NO_SUB_JOB(Rule.LOST_RUN, history -> new History(List.of(top(history)), above(history).toList(), List.of(topRow(history)))),
  /** Two ops have mixed up their sub-jobs. */
  SUB_JOB_OF_ANOTHER(Rule.STALE_COMMIT, history -> of(history, history.events().stream()
      .map(event -> event.type() == EventType.RUN_SUBMITTED ? told(event, String.valueOf(event.detail()).replace("part[0]", "part[1]")) : event)
      .toList(), history.runs())),
  /** An attempt starts a sub-job and is fenced off, and the sub-job runs all the same. */
  SUB_JOB_OF_A_FENCED_ATTEMPT(Rule.STALE_COMMIT, history -> of(history, history.events().stream()
      .map(event -> event.type() == EventType.OP_SUSPENDED ? told(event, EventType.OP_RELEASED) : event)
      .filter(event -> event.type() != EventType.OP_SIGNALED).toList(), history.runs())),
  /** A cancel ends the run, and what is below it goes on to an end of its own. */
  CANCEL_STAYS_ABOVE(Rule.AFTER_CANCEL, SubJobBug::canceledAbove),
  /** A sub-job ends, and the op that waits for it is not told. */
  LOST_WAKE_UP(Rule.UNFINISHED, Rule.STUCK, SubJobBug::neverTold);

  private final Rule atRest;
  private final Rule whileRunning;
  private final UnaryOperator<History> plant;

  SubJobBug(Rule rule, UnaryOperator<History> plant) {
    this(rule, rule, plant);
  }

  SubJobBug(Rule atRest, Rule whileRunning, UnaryOperator<History> plant) {
    this.atRest = atRest;
    this.whileRunning = whileRunning;
    this.plant = plant;
  }

  /** What it breaks where all should have come to its end. */
  Rule atRest() {
    return atRest;
  }

  /** What it breaks where runs may be going on. */
  Rule whileRunning() {
    return whileRunning;
  }

  History plantIn(History history) {
    return plant.apply(history);
  }

  private static RunId top(History history) {
    return history.events().get(0).runId();
  }

  private static RunRow topRow(History history) {
    return history.runs().stream().filter(row -> row.id().equals(top(history))).findFirst().orElseThrow();
  }

  private static Stream<RunEvent> above(History history) {
    return history.events().stream().filter(event -> event.runId().equals(top(history)));
  }

  private static Stream<RunEvent> below(History history) {
    return history.events().stream().filter(event -> !event.runId().equals(top(history)));
  }

  /** What has begun below the run goes on; of its own ops, those that have not ended end with the cancel. */
  private static History canceledAbove(History history) {
    RunRow row = topRow(history);
    RunEvent start = below(history).filter(event -> event.type() == EventType.OP_LEASED).findFirst().orElseThrow();
    List<RunEvent> events = new ArrayList<>(history.events().stream().filter(event -> event.sequence() < start.sequence()).toList());
    List<OpRow> ops = new ArrayList<>();
    events.add(new RunEvent(0, row.id(), null, EventType.RUN_CANCEL_REQUESTED, 0, start.at(), "canceler", "enough"));
    for (OpRow op : row.ops()) {
      List<RunEvent> own = above(history).filter(event -> event.sequence() < start.sequence() && op.opKey().equals(event.opKey())).toList();
      if (own.stream().anyMatch(event -> event.type() == EventType.OP_SUCCEEDED)) {
        ops.add(op);
        continue;
      }
      int attempt = own.stream().mapToInt(RunEvent::attempt).max().orElse(0);
      events.add(new RunEvent(0, row.id(), op.opKey(), EventType.OP_CANCELED, attempt, start.at(), "canceler", "enough"));
      ops.add(new OpRow(op.opKey(), OpState.CANCELED, attempt, op.queue(), op.priority(), op.orderingKey(), null));
    }
    events.add(new RunEvent(0, row.id(), null, EventType.RUN_CANCELED, 0, start.at(), "store", null));
    below(history).filter(event -> event.sequence() >= start.sequence()).forEach(events::add);
    RunRow canceled = new RunRow(row.id(), RunStatus.CANCELED, null, ops);
    return of(history, events, history.runs().stream().map(each -> each.equals(row) ? canceled : each).toList());
  }

  /** The op stays as it was before the signal; what comes after it, the last op and the end of the run, never comes. */
  private static History neverTold(History history) {
    RunRow row = topRow(history);
    RunEvent signal = above(history).filter(event -> event.type() == EventType.OP_SIGNALED).findFirst().orElseThrow();
    String waiting = Objects.requireNonNull(signal.opKey());
    String last = "sum";
    List<RunEvent> events = history.events().stream().filter(event -> !event.runId().equals(row.id()) || event.sequence() < signal.sequence()
        || event.opKey() != null && !event.opKey().equals(waiting) && !event.opKey().equals(last)).toList();
    List<OpRow> ops = row.ops().stream().map(op -> op.opKey().equals(waiting) ? open(op, OpState.PENDING, signal.attempt())
        : op.opKey().equals(last) ? open(op, OpState.WAITING, 0) : op).toList();
    RunRow stuck = new RunRow(row.id(), RunStatus.RUNNING, null, ops);
    return of(history, events, history.runs().stream().map(each -> each.equals(row) ? stuck : each).toList());
  }

  private static OpRow open(OpRow op, OpState state, int attempt) {
    return new OpRow(op.opKey(), state, attempt, op.queue(), op.priority(), op.orderingKey(), null);
  }

  private static RunEvent told(RunEvent event, @Nullable String detail) {
    return new RunEvent(event.sequence(), event.runId(), event.opKey(), event.type(), event.attempt(), event.at(), event.actor(), detail);
  }

  private static RunEvent told(RunEvent event, EventType type) {
    return new RunEvent(event.sequence(), event.runId(), event.opKey(), type, event.attempt(), event.at(), event.actor(), null);
  }

  /** Numbers the events in the order in which they are given. */
  private static History of(History history, List<RunEvent> events, List<RunRow> rows) {
    List<RunEvent> numbered = new ArrayList<>();
    for (RunEvent event : events) {
      numbered.add(new RunEvent(numbered.size() + 1L, event.runId(), event.opKey(), event.type(), event.attempt(), event.at(), event.actor(),
          event.detail()));
    }
    return new History(history.accepted(), numbered, rows);
  }
}
