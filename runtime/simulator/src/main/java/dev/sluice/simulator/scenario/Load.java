package dev.sluice.simulator.scenario;

import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.RunView;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.client.CoordinatorUnreachableException;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Submits runs, writes down what was accepted, and follows it to its end. Not safe for several threads. */
public final class Load {
  private static final int BATCH = 50;
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final CoordinatorClient coordinator;
  private final InstantSource clock;
  private final Pause pause;
  private final Set<RunId> accepted = new LinkedHashSet<>();

  /** Makes an empty load; nothing is sent yet. */
  public Load(CoordinatorClient coordinator, InstantSource clock, Pause pause) {
    this.coordinator = coordinator;
    this.clock = clock;
    this.pause = pause;
  }

  /** Submits runs in batches, each of which is accepted whole or not at all. */
  public List<RunId> submit(List<SubmitRequest> requests) {
    List<RunId> ids = new ArrayList<>();
    for (int from = 0; from < requests.size(); from += BATCH) {
      List<SubmitRequest> batch = requests.subList(from, Math.min(from + BATCH, requests.size()));
      coordinator.submitAll(batch).stream().map(AcceptedRun::runId).forEach(ids::add);
    }
    accepted.addAll(ids);
    return ids;
  }

  /** Returns the runs whose submit was answered with yes. */
  public List<RunId> accepted() {
    return List.copyOf(accepted);
  }

  /**
   * Waits until every accepted run has ended. A coordinator that does not answer is asked again.
   *
   * @param watcher is told how far the load is, now and then
   * @return false if the time was over first
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitEnd(Duration timeout, Consumer<LoadProgress> watcher) throws InterruptedException {
    Instant deadline = clock.instant().plus(timeout);
    while (true) {
      Optional<LoadProgress> progress = progress();
      progress.ifPresent(watcher);
      if (progress.isPresent() && progress.get().isDone()) {
        return true;
      }
      if (clock.instant().isAfter(deadline)) {
        return false;
      }
      pause.pause(INTERVAL);
    }
  }

  /** Asks how far the load is; nothing if the coordinator does not answer. */
  public Optional<LoadProgress> progress() {
    try {
      return Optional.of(LoadProgress.of(accepted.size(), views()));
    } catch (CoordinatorUnreachableException e) {
      return Optional.empty();
    }
  }

  private List<RunView> views() {
    List<RunView> views = new ArrayList<>();
    Optional<RunId> before = Optional.empty();
    while (true) {
      List<RunView> page = coordinator.runs(new RunFilter(Optional.empty(), before, RunFilter.MAX_LIMIT));
      page.stream().filter(view -> accepted.contains(view.runId())).forEach(views::add);
      if (page.size() < RunFilter.MAX_LIMIT || views.size() == accepted.size()) {
        return views;
      }
      before = Optional.of(page.get(page.size() - 1).runId());
    }
  }
}
