package dev.sluice.simulator.history;

import dev.sluice.core.api.RunView;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.IdempotencyKey;
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
 * Takes the history of every run out of a coordinator, page by page. Call it when the load has ended: a page read while runs go on may
 * lack an event whose transaction had not ended.
 */
public final class HistoryExport {
  private static final int PAGE = 5_000;

  private HistoryExport() {}

  /**
   * Exports.
   *
   * @param accepted what the submitter wrote down
   */
  public static History of(CoordinatorClient coordinator, Collection<RunId> accepted) {
    List<History.RunRow> runs = new ArrayList<>();
    List<History.OpRow> ops = new ArrayList<>();
    for (RunView run : runs(coordinator)) {
      runs.add(new History.RunRow(run.runId(), run.status()));
      coordinator.run(run.runId()).ops().forEach(
          op -> ops.add(new History.OpRow(new IdempotencyKey(run.runId(), op.opKey()), op.state(), op.attempt())));
    }
    return new History(List.copyOf(accepted), events(coordinator), runs, ops);
  }

  /** Exports where nobody wrote down what was accepted: every run that the store lists counts. */
  public static History ofEverything(CoordinatorClient coordinator) {
    Set<RunId> all = new HashSet<>();
    runs(coordinator).forEach(run -> all.add(run.runId()));
    return of(coordinator, all);
  }

  private static List<RunView> runs(CoordinatorClient coordinator) {
    List<RunView> runs = new ArrayList<>();
    Optional<RunId> before = Optional.empty();
    while (true) {
      List<RunView> page = coordinator.runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
      runs.addAll(page);
      if (page.size() < RunFilter.MAX_LIMIT) {
        return runs;
      }
      before = Optional.of(page.get(page.size() - 1).runId());
    }
  }

  private static List<RunEvent> events(CoordinatorClient coordinator) {
    List<RunEvent> events = new ArrayList<>();
    long after = 0;
    while (true) {
      List<RunEvent> page = coordinator.eventsAfter(after, PAGE);
      if (page.isEmpty()) {
        return events;
      }
      events.addAll(page);
      after = page.get(page.size() - 1).sequence();
    }
  }
}
