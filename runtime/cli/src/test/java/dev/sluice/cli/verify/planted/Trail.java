package dev.sluice.cli.verify.planted;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The events in the order in which they happened: those of the store, and those that broken code would have left. */
final class Trail {
  private final RunStore store;
  private final InstantSource clock;
  private final List<RunEvent> events = new ArrayList<>();
  private long taken;

  Trail(RunStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Takes over what the store has written since. */
  void follow() {
    follow(actor -> actor);
  }

  /** Takes over what the store has written since, under the names of those who really did it. */
  void follow(UnaryOperator<String> actors) {
    for (RunEvent event : store.eventsAfter(taken, Integer.MAX_VALUE)) {
      taken = event.sequence();
      add(event.runId(), event.opKey(), event.type(), event.attempt(), actors.apply(event.actor()), event.detail());
    }
  }

  /** Writes an event that the store knows nothing of. */
  void add(EventType type, IdempotencyKey key, int attempt, String actor, @Nullable String detail) {
    follow();
    add(key.runId(), key.opKey(), type, attempt, actor, detail);
  }

  /** Writes an event of a run that the store knows nothing of. */
  void add(EventType type, RunId run, String actor) {
    follow();
    add(run, null, type, 0, actor, null);
  }

  private void add(RunId run, @Nullable String op, EventType type, int attempt, String actor, @Nullable String detail) {
    events.add(new RunEvent(events.size() + 1L, run, op, type, attempt, clock.instant(), actor, detail));
  }

  /** Sequence of the latest event. */
  long latest() {
    follow();
    return events.size();
  }

  List<RunEvent> events() {
    follow();
    return List.copyOf(events);
  }
}
