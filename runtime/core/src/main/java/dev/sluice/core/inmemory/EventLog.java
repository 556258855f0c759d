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
  private long written;

  EventLog(InstantSource clock) {
    this.clock = clock;
  }

  void add(EventType type, OpRow op, String actor, @Nullable String detail) {
    int attempt = type == EventType.OP_READY ? 0 : op.attempt; // it is about none, also after a redrive
    append(op.key.runId(), op.key.opKey(), type, attempt, actor, detail);
  }

  void add(EventType type, RunRow run, String actor, @Nullable String detail) {
    append(run.request.runId(), null, type, 0, actor, detail);
  }

  void append(RunId runId, @Nullable String opKey, EventType type, int attempt, String actor, @Nullable String detail) {
    events.add(new RunEvent(++written, runId, opKey, type, attempt, clock.instant(), actor, detail));
  }

  List<RunEvent> of(RunId runId) {
    return events.stream().filter(event -> event.runId().equals(runId)).toList();
  }

  List<RunEvent> after(long sequence, int limit) {
    int from = 0;
    int end = events.size();
    while (from < end) { // sequences grow, so that the first one after the position is found by halving
      int middle = (from + end) >>> 1;
      if (events.get(middle).sequence() > sequence) {
        end = middle;
      } else {
        from = middle + 1;
      }
    }
    return List.copyOf(events.subList(from, from + Math.min(limit, events.size() - from)));
  }

  void forget(RunId runId) {
    events.removeIf(event -> event.runId().equals(runId));
  }
}
