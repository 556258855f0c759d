package dev.sluice.simulator.verify;

import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.EffectRecord;
import dev.sluice.simulator.history.HistorySink;
import dev.sluice.simulator.history.MessageRecord;
import dev.sluice.simulator.history.RunRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Second reading of a history: finds the events of late violations, and lets a check see the runs that need a closer look. */
final class EventFinder implements HistorySink {
  private final Set<Long> wanted = new HashSet<>();
  private final Map<Long, RunEvent> found = new HashMap<>();
  private final Set<RunId> suspects;
  private final HistoryCheck closer;

  EventFinder(List<Late> late, Set<RunId> suspects, HistoryCheck closer) {
    late.forEach(violation -> wanted.addAll(violation.sequences()));
    this.suspects = suspects;
    this.closer = closer;
  }

  @Override
  public void accepted(RunId run) {}

  @Override
  public void event(RunEvent event) {
    if (wanted.contains(event.sequence())) {
      found.put(event.sequence(), event);
    }
    if (suspects.contains(event.runId())) {
      closer.event(event);
    }
  }

  @Override
  public void message(MessageRecord message) {
    if (suspects.contains(message.op().runId())) {
      closer.message(message);
    }
  }

  @Override
  public void effect(EffectRecord effect) {
    if (suspects.contains(effect.op().runId())) {
      closer.effect(effect);
    }
  }

  @Override
  public void rows(RunRow run) {
    if (suspects.contains(run.id())) {
      closer.rows(run);
    }
  }

  @Override
  public void forgotten(RunId run) {
    if (suspects.contains(run)) {
      closer.forgotten(run);
    }
  }

  @Override
  public void end(long events) {}

  Violation violation(Late late) {
    return new Violation(late.rule(), late.subject(), late.explanation(),
        late.sequences().stream().map(found::get).filter(Objects::nonNull).toList());
  }
}
