package dev.sluice.simulator.scenario;

import dev.sluice.core.api.RunView;
import dev.sluice.core.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a load is.
 *
 * @param accepted runs in all
 * @param jobs the same for each job that has runs
 */
public record LoadProgress(int accepted, Map<String, JobProgress> jobs) {
  /**
   * How far the runs of one job are.
   *
   * @param runs in all
   * @param started those with a first attempt
   * @param ended those that have ended, however
   * @param succeeded those that have ended well
   */
  public record JobProgress(int runs, int started, int ended, int succeeded) {
    static JobProgress of(List<RunView> views) {
      return new JobProgress(
          views.size(),
          (int) views.stream().filter(view -> view.status() != RunStatus.PENDING).count(),
          (int) views.stream().filter(view -> view.status().isTerminal()).count(),
          (int) views.stream().filter(view -> view.status() == RunStatus.SUCCEEDED).count());
    }
  }

  public LoadProgress {
    jobs = new TreeMap<>(jobs);
  }

  static LoadProgress of(int accepted, List<RunView> views) {
    Map<String, JobProgress> jobs = new TreeMap<>();
    views.stream().map(RunView::job).distinct().forEach(
        job -> jobs.put(job, JobProgress.of(views.stream().filter(view -> view.job().equals(job)).toList())));
    return new LoadProgress(accepted, jobs);
  }

  public int ended() {
    return jobs.values().stream().mapToInt(JobProgress::ended).sum();
  }

  public int succeeded() {
    return jobs.values().stream().mapToInt(JobProgress::succeeded).sum();
  }

  public boolean isDone() {
    return ended() == accepted;
  }
}
