package dev.sluice.tests.benchmark;

import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs are canceled, one after the other, while a worker runs an op of each: how long until each has ended. */
final class CancelOfRunning implements Scenario {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final int runs;

  /**
   * Makes the scenario.
   *
   * @param runs of each round
   */
  CancelOfRunning(int runs) {
    this.runs = runs;
  }

  @Override
  public String name() {
    return "cancel";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> middle = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    try (Platform platform = new Platform(stand, "cancel", Platform.WINDOW.size())) {
      platform.workers(1, runs, false);
      platform.start();
      for (int round = 1; round <= rounds; round++) {
        List<RunId> endless = platform.submitter.submitAll(Collections.nCopies(runs, Jobs.Endless.ORDER)).stream()
            .map(submission -> submission.runId()).toList();
        platform.awaitStarted(round * runs);
        List<Double> times = new ArrayList<>();
        for (RunId run : endless) {
          times.add(Clocked.milliseconds(() -> cancel(platform, run)));
        }
        times.sort(null);
        middle.add(times.get(runs / 2));
        last.add(times.get(runs - 1));
      }
    }
    String what = "the cancel of a run whose op is running, until it has ended, ";
    return List.of(new Figure(what + "p50", "ms", middle), new Figure(what + "the slowest of " + runs, "ms", last));
  }

  private static void cancel(Platform platform, RunId id) {
    platform.database.runStore().cancel(id, "benchmark");
    Run run = platform.await(id, PATIENCE);
    if (run.status() != RunStatus.CANCELED) {
      throw new IllegalStateException("run " + id + " is " + run.status());
    }
  }
}
