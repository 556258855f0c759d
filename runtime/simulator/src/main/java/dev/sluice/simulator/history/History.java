package dev.sluice.simulator.history;

import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A history in memory: everything that a check looks at. Immutable.
 *
 * @param accepted runs whose submit was answered with yes, as the submitter wrote them down
 * @param events the events of all runs, in their order
 * @param messages what workers did with messages, in their order; empty where nobody wrote it down
 * @param effects database effects found at the end; empty where nobody looked
 * @param runs rows at the end
 * @param forgotten ended runs that the store had, and has no more
 */
public record History(
    List<RunId> accepted, List<RunEvent> events, List<MessageRecord> messages, List<EffectRecord> effects, List<RunRow> runs,
    List<RunId> forgotten) implements HistorySource {
  public History {
    accepted = List.copyOf(accepted);
    events = events.stream().sorted(Comparator.comparingLong(RunEvent::sequence)).toList();
    messages = List.copyOf(messages);
    effects = List.copyOf(effects);
    runs = List.copyOf(runs);
    forgotten = List.copyOf(forgotten);
  }

  /** Makes a history of which nothing is forgotten. */
  public History(
      List<RunId> accepted, List<RunEvent> events, List<MessageRecord> messages, List<EffectRecord> effects, List<RunRow> runs) {
    this(accepted, events, messages, effects, runs, List.of());
  }

  /** Makes a history of what every store can tell. */
  public History(List<RunId> accepted, List<RunEvent> events, List<RunRow> runs) {
    this(accepted, events, List.of(), List.of(), runs);
  }

  /** Reads a whole history into memory. */
  public static History of(HistorySource source) {
    Collector collector = new Collector();
    source.replay(collector);
    return collector.history();
  }

  @Override
  public void replay(HistorySink sink) {
    accepted.forEach(sink::accepted);
    messages.forEach(sink::message);
    effects.forEach(sink::effect);
    Map<RunId, RunRow> rows = new HashMap<>();
    runs.forEach(row -> rows.put(row.id(), row));
    Set<RunEvent> last = lastOfEachRun();
    for (RunEvent event : events) {
      sink.event(event);
      RunRow row = last.contains(event) ? rows.remove(event.runId()) : null;
      if (row != null) {
        sink.rows(row);
      }
    }
    runs.stream().filter(row -> rows.containsKey(row.id())).forEach(sink::rows);
    forgotten.forEach(sink::forgotten);
    sink.end(events.size());
  }

  private Set<RunEvent> lastOfEachRun() {
    Map<RunId, RunEvent> last = new HashMap<>();
    events.forEach(event -> last.put(event.runId(), event));
    return new HashSet<>(last.values());
  }

  /** Keeps all lines. */
  static final class Collector implements HistorySink {
    private final List<RunId> accepted = new ArrayList<>();
    private final List<RunEvent> events = new ArrayList<>();
    private final List<MessageRecord> messages = new ArrayList<>();
    private final List<EffectRecord> effects = new ArrayList<>();
    private final List<RunRow> runs = new ArrayList<>();
    private final List<RunId> forgotten = new ArrayList<>();

    @Override
    public void accepted(RunId run) {
      accepted.add(run);
    }

    @Override
    public void event(RunEvent event) {
      events.add(event);
    }

    @Override
    public void message(MessageRecord message) {
      messages.add(message);
    }

    @Override
    public void effect(EffectRecord effect) {
      effects.add(effect);
    }

    @Override
    public void rows(RunRow run) {
      runs.add(run);
    }

    @Override
    public void forgotten(RunId run) {
      forgotten.add(run);
    }

    @Override
    public void end(long written) {
      // A history in memory is what was read: it has no other count.
    }

    History history() {
      return new History(accepted, events, messages, effects, runs, forgotten);
    }
  }
}
