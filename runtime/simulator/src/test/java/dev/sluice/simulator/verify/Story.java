package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.history.EffectRecord;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.MessageRecord;
import dev.sluice.simulator.history.OpRow;
import dev.sluice.simulator.history.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a history by hand: runs of one op "op", on one queue, each with a priority and an ordering key. */
final class Story {
  private static final class Teller {
    int priority;
    @Nullable String orderingKey;
    RunStatus status = RunStatus.PENDING;
    OpState state = OpState.PENDING;
    int attempt;
  }

  private final Map<RunId, Teller> runs = new LinkedHashMap<>();
  private final List<RunEvent> events = new ArrayList<>();
  private final List<MessageRecord> messages = new ArrayList<>();
  private final List<EffectRecord> effects = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");

  static IdempotencyKey opOf(RunId run) {
    return new IdempotencyKey(run, "op");
  }

  Story pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  RunId submit(int priority, @Nullable String orderingKey) {
    RunId run = RunId.parse(String.format("01a00000-0000-7000-8000-%012d", runs.size() + 1));
    Teller teller = new Teller();
    teller.priority = priority;
    teller.orderingKey = orderingKey;
    runs.put(run, teller);
    add(run, null, EventType.RUN_SUBMITTED, 0, "{\"job\":\"job\",\"ops\":{\"op\":[]}}");
    return run;
  }

  Story lease(RunId run) {
    Teller teller = runs.get(run);
    teller.state = OpState.RUNNING;
    teller.status = RunStatus.RUNNING;
    teller.attempt++;
    return add(run, "op", EventType.OP_LEASED, teller.attempt, null);
  }

  Story retry(RunId run) {
    runs.get(run).state = OpState.PENDING;
    return add(run, "op", EventType.OP_RETRIED, runs.get(run).attempt, null);
  }

  Story fail(RunId run) {
    runs.get(run).state = OpState.FAILED;
    runs.get(run).status = RunStatus.FAILED;
    add(run, "op", EventType.OP_FAILED, runs.get(run).attempt, null);
    return add(run, null, EventType.RUN_FAILED, 0, null);
  }

  Story redrive(RunId run) {
    runs.get(run).state = OpState.PENDING;
    runs.get(run).status = RunStatus.RUNNING;
    add(run, null, EventType.RUN_REOPENED, 0, null);
    return add(run, "op", EventType.OP_REDRIVEN, runs.get(run).attempt, null);
  }

  Story succeed(RunId run) {
    runs.get(run).state = OpState.SUCCEEDED;
    runs.get(run).status = RunStatus.SUCCEEDED;
    add(run, "op", EventType.OP_SUCCEEDED, runs.get(run).attempt, EventDetails.committed("1"));
    return add(run, null, EventType.RUN_SUCCEEDED, 0, null);
  }

  Story message(RunId run, MessageRecord.Step step) {
    messages.add(new MessageRecord(opOf(run), 1, step, "worker-1", events.size()));
    return this;
  }

  Story effect(RunId run, int attempt) {
    effects.add(new EffectRecord(opOf(run), attempt, "row"));
    return this;
  }

  private Story add(RunId run, @Nullable String op, EventType type, int attempt, @Nullable String detail) {
    events.add(new RunEvent(events.size() + 1L, run, op, type, attempt, now, "worker-1", detail));
    return this;
  }

  History history() {
    List<RunRow> rows = new ArrayList<>();
    runs.forEach((run, teller) -> rows.add(new RunRow(run, teller.status, null, List.of(new OpRow("op", teller.state, teller.attempt,
        "default", teller.priority, teller.orderingKey, teller.state == OpState.SUCCEEDED ? PayloadDigest.of("1") : null)))));
    return new History(List.copyOf(runs.keySet()), events, messages, effects, rows);
  }

  List<Rule> broken(Expectation expectation) {
    return ExactlyOnceCheck.check(history(), expectation).violations().stream().map(Violation::rule).toList();
  }

  List<Rule> broken() {
    return broken(Expectation.AT_REST);
  }
}
