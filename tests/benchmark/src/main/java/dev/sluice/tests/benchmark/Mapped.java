package dev.sluice.tests.benchmark;

import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.submit.RunOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run with a map of many elements, from the submit to the sum of what they yield; beside it as many plain runs. */
final class Mapped implements Scenario {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final int elements;
  private final int warmUps;

  Mapped(int elements, int warmUps) {
    this.elements = elements;
    this.warmUps = warmUps;
  }

  @Override
  public String name() {
    return "map";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> mapped = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (int round = -warmUps; round < rounds; round++) {
      double elementsPerSecond = map(stand, "map_" + (round + warmUps));
      double runsPerSecond = new Drain("map-plain", elements, Drain.SLOTS, false, 0).whole(stand, "map_plain_" + (round + warmUps));
      if (round >= 0) {
        mapped.add(elementsPerSecond);
        plain.add(runsPerSecond);
      }
    }
    return List.of(
        new Figure("elements of one map of " + elements + ", submit to the sum of all, " + Drain.WORKERS + " workers", "ops/s", mapped),
        new Figure("as many plain runs beside it, submit to the last result", "ops/s", plain));
  }

  private double map(Stand stand, String schema) throws Exception {
    try (Platform platform = new Platform(stand, schema, Platform.WINDOW.size())) {
      platform.workers(Drain.WORKERS, Drain.SLOTS, false);
      platform.start();
      return Clocked.perSecond(elements, () -> {
        RunId run = platform.submitter.submit(RunOrder.of("map", "{\"number\":" + elements + "}")).runId();
        if (platform.await(run, PATIENCE).status() != RunStatus.SUCCEEDED) {
          throw new IllegalStateException("the map did not succeed");
        }
      });
    }
  }
}
