package dev.sluice.tests.benchmark;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.RunId;
import dev.sluice.core.submit.RunOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A worker is ended by SIGKILL while it runs an op, beside a coordinator and another worker, all of them processes with the default lease:
 * how long until the op runs again.
 */
final class Takeover implements Scenario {
  private static final RunOrder LONG = RunOrder.of("slow", "{}");
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "takeover";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    Images images = Images.find();
    List<Double> seconds = new ArrayList<>();
    try (Platform platform = new Platform(stand, "takeover", Platform.WINDOW.size(), JobRegistry.discover())) {
      Map<String, String> settings = platform.settings();
      try (ServiceProcess coordinator = ServiceProcess.start(images, "coordinator", List.of(), settings)) {
        for (int round = 0; round < rounds; round++) {
          seconds.add(takeover(platform, images, settings, coordinator));
        }
      }
    }
    return List.of(new Figure("from the SIGKILL of a worker until its op runs again, lease 15 s", "s", seconds));
  }

  private static double takeover(Platform platform, Images images, Map<String, String> settings, ServiceProcess coordinator)
      throws Exception {
    RunId run = platform.submitter.submit(LONG).runId();
    try (ServiceProcess struck = ServiceProcess.start(images, "worker", List.of(), settings)) {
      await(platform, run, op -> op.attempt() == 1, List.of(coordinator, struck));
      try (ServiceProcess heir = ServiceProcess.start(images, "worker", List.of(), settings)) {
        double taken = Clocked.milliseconds(() -> {
          struck.kill();
          await(platform, run, op -> op.attempt() == 2, List.of(coordinator, heir));
        }) / 1000;
        platform.database.runStore().cancel(run, "the measurement is over");
        platform.await(run, PATIENCE);
        return taken;
      }
    }
  }

  private static void await(Platform platform, RunId run, Predicate<IdempotencyRecord> state, List<ServiceProcess> by)
      throws InterruptedException {
    Await.until(() -> state.test(platform.database.runStore().ops(run).get(0)), LOOK, PATIENCE,
        () -> "run " + run + " stays at " + platform.database.runStore().ops(run)
            + "; the logs are " + by.stream().map(ServiceProcess::log).toList());
  }
}
