package dev.sluice.simulator.history;

import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunView;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the history of every run out of a coordinator. It may be called while runs go on.
 *
 * <p>Runs are listed before events are read. A run that was terminal by then had committed all its events, so that no page can miss one
 * of them, in whatever order transactions end, unless somebody redrives it meanwhile. The events of a run that was not are read by run,
 * before and after its rows, until both readings agree. Runs submitted later are left out.
 */
public final class HistoryExport {
  static final int PAGE = 5_000;
  private static final int MOST_READINGS = 100;

  private final CoordinatorClient coordinator;
  private final HistorySink sink;
  private final RunIdSet ended = new RunIdSet();
  /** Those that may have been reopened, and end once more on a later page. */
  private final RunIdSet failed = new RunIdSet();
  private final RunIdSet heldBack = new RunIdSet();
  private final List<RunId> live = new ArrayList<>();
  private long exported;

  private HistoryExport(CoordinatorClient coordinator, HistorySink sink) {
    this.coordinator = coordinator;
    this.sink = sink;
  }

  /**
   * Exports into memory.
   *
   * @param accepted what the submitter wrote down
   */
  public static History of(CoordinatorClient coordinator, Collection<RunId> accepted) {
    return History.of(sink -> {
      accepted.forEach(sink::accepted);
      new HistoryExport(coordinator, sink).export(false);
    });
  }

  /** Exports into memory where nobody wrote down what was accepted: every run that the store lists counts. */
  public static History ofEverything(CoordinatorClient coordinator) {
    return History.of(sink -> stream(coordinator, sink));
  }

  /** Exports line by line, where every run that the store lists counts as accepted. */
  public static void stream(CoordinatorClient coordinator, HistorySink sink) {
    new HistoryExport(coordinator, sink).export(true);
  }

  private void export(boolean everyRunIsAccepted) {
    listRuns(everyRunIsAccepted);
    long after = 0;
    for (List<RunEvent> page = coordinator.eventsAfter(after, PAGE); !page.isEmpty(); page = coordinator.eventsAfter(after, PAGE)) {
      Set<RunId> complete = new HashSet<>();
      for (RunEvent event : page) {
        if (ended.contains(event.runId())) {
          sink.event(event);
          exported++;
          note(event, complete);
        }
      }
      complete.forEach(run -> tell(coordinator.runWithoutPayloads(run)));
      after = page.get(page.size() - 1).sequence();
    }
    heldBack.forEachSorted(run -> tell(coordinator.runWithoutPayloads(run)));
    live.forEach(this::exportLive);
    sink.end(exported);
  }

  /** The rows of a run follow its last event; what has no failed op is never reopened, and so has but one end. */
  private void note(RunEvent event, Set<RunId> complete) {
    if (event.type() == EventType.OP_FAILED) {
      failed.add(event.runId());
    } else if (isEnd(event.type())) {
      if (failed.contains(event.runId())) {
        heldBack.add(event.runId());
      } else {
        complete.add(event.runId());
      }
    }
  }

  private void listRuns(boolean everyRunIsAccepted) {
    Optional<RunId> before = Optional.empty();
    while (true) {
      List<RunView> page = coordinator.runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
      for (RunView run : page) {
        if (everyRunIsAccepted) {
          sink.accepted(run.runId());
        }
        if (run.status().isTerminal()) {
          ended.add(run.runId());
        } else {
          live.add(run.runId());
        }
      }
      if (page.size() < RunFilter.MAX_LIMIT) {
        return;
      }
      before = Optional.of(page.get(page.size() - 1).runId());
    }
  }

  private void exportLive(RunId run) {
    List<RunEvent> events = coordinator.events(run);
    for (int reading = 1; ; reading++) {
      RunDetail detail = coordinator.runWithoutPayloads(run);
      List<RunEvent> again = coordinator.events(run);
      if (events.equals(again)) {
        events.forEach(sink::event);
        exported += events.size();
        tell(detail);
        return;
      }
      if (reading == MOST_READINGS) {
        throw new UnreadableHistoryException("run " + run + " changes faster than it can be read; try again when it is quieter");
      }
      events = again;
    }
  }

  private void tell(RunDetail detail) {
    EffectRecord.of(detail).forEach(sink::effect);
    sink.rows(RunRow.of(detail));
  }

  private static boolean isEnd(EventType type) {
    return type == EventType.RUN_SUCCEEDED || type == EventType.RUN_FAILED || type == EventType.RUN_CANCELED;
  }
}
