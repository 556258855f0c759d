package dev.sluice.testing;

import dev.sluice.core.job.Payloads;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SignalOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives ops the signals that the script has for them, when they are due. For one thread. */
final class Signals {
  /** What an op is to be given, and when. */
  private record Due(IdempotencyRecord op, Script.Signals deed, Instant at) {}

  private final RunStore store;
  private final InstantSource clock;
  private final Script script;
  private final Payloads payloads;

  Signals(RunStore store, InstantSource clock, Script script, Payloads payloads) {
    this.store = store;
    this.clock = clock;
    this.script = script;
    this.payloads = payloads;
  }

  /** Gives those that a run gets before it begins. */
  void giveBeforehand(RunId run) {
    store.ops(run).forEach(op -> script.of(Script.SignalsBeforehand.class, new LeaseToken(op.key(), 1))
        .ifPresent(deed -> give(op, deed.with())));
  }

  private boolean give(IdempotencyRecord op, @Nullable Object value) {
    String payload = payloads.write(value, "the signal for op " + op.key().opKey());
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
      if (!due.at().isAfter(clock.instant())) {
        given |= give(due.op(), due.deed().with());
      }
    }
    return given;
  }

  private List<Due> due() {
    if (!script.has(Script.Signals.class)) {
      return List.of();
    }
    List<Due> due = new ArrayList<>();
    for (Run run : Changes.runs(store)) {
      if (!run.status().isTerminal()) {
        store.ops(run.id()).stream().filter(op -> op.state() == OpState.PENDING && op.attempt() == 0)
            .forEach(op -> script.of(Script.Signals.class, new LeaseToken(op.key(), 1))
                .ifPresent(deed -> waitsSince(op).ifPresent(since -> due.add(new Due(op, deed, since.plus(deed.after()))))));
      }
    }
    return due;
  }

  /** Empty once it has its signal. */
  private Optional<Instant> waitsSince(IdempotencyRecord op) {
    List<RunEvent> own = store.events(op.key().runId()).stream().filter(event -> op.key().opKey().equals(event.opKey())).toList();
    return own.stream().anyMatch(event -> event.type() == EventType.OP_SIGNALED) ? Optional.empty()
        : own.stream().filter(event -> event.type() == EventType.OP_READY).map(RunEvent::at).findFirst();
  }
}
