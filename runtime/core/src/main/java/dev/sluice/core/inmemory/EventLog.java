package dev.sluice.core.inmemory;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history in memory. Guarded by its store's lock. */
final class EventLog {
  private final InstantSource clock;
  private final List<RunEvent> events = new ArrayList<>();

  EventLog(InstantSource clock) {
    this.clock = clock;
  }

  void add(EventType type, OpRow op, String actor, @Nullable String detail) {
    append(op.key.runId(), op.key.opKey(), type, op.attempt, actor, detail);
  }

  void add(EventType type, RunRow run, String actor, @Nullable String detail) {
    append(run.request.runId(), null, type, 0, actor, detail);
  }

  void append(RunId runId, @Nullable String opKey, EventType type, int attempt, String actor, @Nullable String detail) {
    events.add(new RunEvent(events.size() + 1L, runId, opKey, type, attempt, clock.instant(), actor, detail));
  }

  List<RunEvent> of(RunId runId) {
    return events.stream().filter(event -> event.runId().equals(runId)).toList();
  }

  List<RunEvent> after(long sequence, int limit) {
    int from = (int) Math.min(Math.max(sequence, 0), events.size());
    return List.copyOf(events.subList(from, from + Math.min(limit, events.size() - from)));
  }
}
