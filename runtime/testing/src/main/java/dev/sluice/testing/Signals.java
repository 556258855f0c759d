package dev.sluice.testing;

import dev.sluice.core.job.OpWork;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SignalOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives ops the signals that the script has for them, when they are due. For one thread. */
final class Signals {
  /** What an op is to be given, and when. */
  private record Due(Run run, IdempotencyRecord op, Script.Signals deed, Instant at) {}

  private final World.Parts parts;
  private final RunStore store;
  private final Script script;
  private final RunPlanner planner;

  Signals(World.Parts parts, RunPlanner planner) {
    this.parts = parts;
    this.store = parts.store();
    this.script = parts.script();
    this.planner = planner;
  }

  /** Gives those that a run gets before it begins. */
  void giveBeforehand(Run run) {
    store.ops(run.id()).forEach(op -> script.of(Script.SignalsBeforehand.class, new LeaseToken(op.key(), 1))
        .ifPresent(deed -> give(run, op, deed.with())));
  }

  private boolean give(Run run, IdempotencyRecord op, @Nullable Object value) {
    String json = Payloads.json(value, "the signal for op " + op.key().opKey());
    String payload = planner.signal(Optional.of(parts.jobs().job(run.jobName())), op.key(), json);
    return store.signal(op.key(), payload, PublishWindow.CLOSED).answer() == SignalOutcome.Answer.TAKEN;
  }

  /** Returns when the next one is due; empty if no op waits that the script has one for. */
  Optional<Instant> next() {
    return due().stream().map(Due::at).min(Comparator.naturalOrder());
  }

  /** Gives those that are due; false if there was none. */
  boolean give() {
    boolean given = false;
    for (Due due : due()) {
      if (!due.at().isAfter(parts.clock().instant())) {
        given |= give(due.run(), due.op(), due.deed().with());
      }
    }
    return given;
  }

  private List<Due> due() {
    if (!script.has(Script.Signals.class) && !script.has(Script.Answers.class)) {
      return List.of();
    }
    List<Due> due = new ArrayList<>();
    for (Run run : Changes.runs(store)) {
      if (!run.status().isTerminal()) {
        store.ops(run.id()).stream().filter(op -> op.state() == OpState.PENDING && op.attempt() == 0 && isAwait(run, op))
            .forEach(op -> signal(new LeaseToken(op.key(), 1))
                .ifPresent(deed -> waitsSince(op).ifPresent(since -> due.add(new Due(run, op, deed, since.plus(deed.after()))))));
      }
    }
    return due;
  }

  private boolean isAwait(Run run, IdempotencyRecord op) {
    return parts.jobs().job(run.jobName()).op(op.key().opKey()).work() instanceof OpWork.Await;
  }

  /** An answer for an op that waits is its signal; one whose timeout strikes gets none. */
  private Optional<Script.Signals> signal(LeaseToken attempt) {
    if (script.of(Script.TimesOut.class, attempt).isPresent()) {
      return Optional.empty();
    }
    return script.of(Script.Signals.class, attempt)
        .or(() -> script.of(Script.Answers.class, attempt).map(answer -> new Script.Signals(answer.with(), Duration.ZERO)));
  }

  /** Empty once it has its signal. */
  private Optional<Instant> waitsSince(IdempotencyRecord op) {
    List<RunEvent> own = store.events(op.key().runId()).stream().filter(event -> op.key().opKey().equals(event.opKey())).toList();
    return own.stream().anyMatch(event -> event.type() == EventType.OP_SIGNALED) ? Optional.empty()
        : own.stream().filter(event -> event.type() == EventType.OP_READY).map(RunEvent::at).findFirst();
  }
}
