package dev.sluice.tests.benchmark;

import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.submit.RunOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run at a time on an idle system, from the submit until the caller has the result, through SQS. */
final class Latency implements Scenario {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String job;
  private final String what;
  private final int warmUps;
  private final int runs;

  /**
   * Makes the scenario.
   *
   * @param warmUps runs that are not counted, while the just-in-time compilers take most from them
   * @param runs of each round
   */
  Latency(String job, String what, int warmUps, int runs) {
    this.job = job;
    this.what = what;
    this.warmUps = warmUps;
    this.runs = runs;
  }

  @Override
  public String name() {
    return job;
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> middle = new ArrayList<>();
    List<Double> late = new ArrayList<>();
    try (Platform platform = new Platform(stand, "latency_" + job.replace("-", "_"), Platform.WINDOW.size())) {
      platform.workers(1, 32, false);
      platform.start();
      for (int i = 0; i < warmUps; i++) {
        once(platform);
      }
      for (int round = 0; round < rounds; round++) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
          times.add(Clocked.milliseconds(() -> once(platform)));
        }
        times.sort(null);
        middle.add(times.get(runs / 2));
        late.add(times.get(runs * 99 / 100));
      }
    }
    return List.of(new Figure(what + ", p50", "ms", middle), new Figure(what + ", p99", "ms", late));
  }

  private void once(Platform platform) throws Exception {
    RunId id = platform.submitter.submit(RunOrder.of(job, "{\"number\":1}")).runId();
    Run run = platform.await(id, PATIENCE);
    if (run.status() != RunStatus.SUCCEEDED) {
      throw new IllegalStateException("run " + id + " ended " + run.status());
    }
  }
}
