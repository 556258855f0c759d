package dev.sluice.simulator.history;

import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunView;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunFilter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes the history of every run out of a coordinator. It may be called while runs go on.
 *
 * <p>Runs are listed before events are read. A run that was terminal by then had committed all its events, so that no page can miss one
 * of them, in whatever order transactions end, unless somebody redrives it meanwhile. The events of a run that was not are read by run,
 * before and after its rows, until both readings agree; so are the sub-jobs that it or another has started since. A run is read after
 * the run above it, as what one transaction did to both is then not missing from the lower one. Other runs submitted later are left out.
 *
 * <p>What retention forgets between the listing and the reading is told as forgotten.
 */
public final class HistoryExport {
  static final int PAGE = 5_000;
  private static final int MOST_READINGS = 100;

  private final CoordinatorClient coordinator;
  private final HistorySink sink;
  /** Whether everything that the store has counts as accepted. */
  private final boolean acceptsAll;
  private final RunIdSet known = new RunIdSet();
  /** Those that are still to be read by themselves. */
  private final Set<RunId> live = new LinkedHashSet<>();
  /** The runs above these. */
  private final Map<RunId, RunId> above = new HashMap<>();
  /** Those that may have been reopened, and end once more on a later page. */
  private final RunIdSet failed = new RunIdSet();
  private final RunIdSet told = new RunIdSet();
  private long exported;
  /** Sequence of the latest event seen, of whatever run. */
  private long latest;

  private HistoryExport(CoordinatorClient coordinator, HistorySink sink, boolean acceptsAll) {
    this.coordinator = coordinator;
    this.sink = sink;
    this.acceptsAll = acceptsAll;
  }

  /**
   * Exports every run into memory.
   *
   * @param accepted what the submitter wrote down
   */
  public static History of(CoordinatorClient coordinator, Collection<RunId> accepted) {
    return History.of(sink -> {
      accepted.forEach(sink::accepted);
      new HistoryExport(coordinator, sink, false).export();
    });
  }

  /**
   * Exports some runs into memory, with their sub-jobs at every depth and nothing else, however much the store has.
   *
   * @param accepted what the submitter wrote down
   */
  public static History ofOnly(CoordinatorClient coordinator, Collection<RunId> accepted) {
    return History.of(sink -> {
      accepted.forEach(sink::accepted);
      HistoryExport export = new HistoryExport(coordinator, sink, false);
      accepted.forEach(export::addLive);
      export.exportLive();
      sink.end(export.exported);
    });
  }

  /** Exports into memory where nobody wrote down what was accepted: every run that the store lists counts. */
  public static History ofEverything(CoordinatorClient coordinator) {
    return History.of(sink -> stream(coordinator, sink));
  }

  /** Exports line by line, where every run that the store lists counts as accepted. */
  public static void stream(CoordinatorClient coordinator, HistorySink sink) {
    new HistoryExport(coordinator, sink, true).export();
  }

  private void export() {
    listRuns();
    for (List<RunEvent> page = coordinator.eventsAfter(latest, PAGE); !page.isEmpty(); page = coordinator.eventsAfter(latest, PAGE)) {
      Set<RunId> complete = new HashSet<>();
      for (RunEvent event : page) {
        if (hadEnded(event.runId())) {
          tell(event);
          note(event, complete);
        }
      }
      complete.forEach(this::tellRows);
      latest = page.get(page.size() - 1).sequence();
    }
    known.forEachSorted(run -> {
      if (hadEnded(run) && !told.contains(run)) {
        tellRows(run);
      }
    });
    exportLive();
    sink.end(exported);
  }

  private void listRuns() {
    Optional<RunId> before = Optional.empty();
    while (true) {
      List<RunView> page = coordinator.runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
      for (RunView run : page) {
        accept(run.runId());
        if (run.status().isTerminal()) {
          known.add(run.runId());
        } else {
          addLive(run.runId());
          if (run.parent() != null) {
            above.put(run.runId(), IdempotencyKey.parse(run.parent()).runId());
          }
        }
      }
      if (page.size() < RunFilter.MAX_LIMIT) {
        return;
      }
      before = Optional.of(page.get(page.size() - 1).runId());
    }
  }

  private void accept(RunId run) {
    if (acceptsAll) {
      sink.accepted(run);
    }
  }

  private void addLive(RunId run) {
    if (known.add(run)) {
      live.add(run);
    }
  }

  private boolean hadEnded(RunId run) {
    return known.contains(run) && !live.contains(run);
  }

  private void tell(RunEvent event) {
    sink.event(event);
    exported++;
    latest = Math.max(latest, event.sequence());
    if (event.type() == EventType.OP_SUSPENDED && event.detail() != null) {
      addLive(RunId.parse(event.detail())); // unless it was listed
    }
  }

  /** The rows of a run follow its last event; what has no failed op is never reopened, and so has but one end. */
  private void note(RunEvent event, Set<RunId> complete) {
    if (event.type() == EventType.OP_FAILED) {
      failed.add(event.runId());
    } else if (isEnd(event.type()) && !failed.contains(event.runId())) {
      complete.add(event.runId());
    }
  }

  private void tellRows(RunId run) {
    told.add(run);
    find(run).ifPresentOrElse(detail -> tell(detail, RunRow.of(detail)), () -> sink.forgotten(run));
  }

  private void exportLive() {
    while (!live.isEmpty()) {
      exportLive(live.iterator().next());
    }
  }

  private void exportLive(RunId run) {
    if (!live.remove(run)) {
      return; // it has been read
    }
    RunId parent = above.get(run);
    if (parent != null) {
      exportLive(parent);
    }
    for (int reading = 1; !readLive(run); reading++) {
      if (reading == MOST_READINGS) {
        throw new UnreadableHistoryException("run " + run + " changes faster than it can be read; try again when it is quieter");
      }
    }
  }

  /** Returns whether all of it was read at one moment. One that the store has lost has nothing to read. */
  private boolean readLive(RunId run) {
    List<RunEvent> events = events(run);
    long asOf = events.stream().mapToLong(RunEvent::sequence).reduce(latest, Math::max);
    Optional<RunDetail> detail = find(run);
    if (detail.isPresent() && !events(run).equals(events)) {
      return false;
    }
    detail.ifPresent(rows -> {
      events.forEach(this::tell);
      tell(rows, RunRow.of(rows, asOf));
    });
    return true;
  }

  private void tell(RunDetail detail, RunRow row) {
    EffectRecord.of(detail).forEach(sink::effect);
    sink.rows(row);
  }

  private List<RunEvent> events(RunId run) {
    return found(() -> coordinator.events(run)).orElse(List.of());
  }

  private Optional<RunDetail> find(RunId run) {
    return found(() -> coordinator.runWithoutPayloads(run));
  }

  private static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (ApiException e) {
      if (e.code().equals("unknown-run")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isEnd(EventType type) {
    return type == EventType.RUN_SUCCEEDED || type == EventType.RUN_FAILED || type == EventType.RUN_CANCELED;
  }
}
