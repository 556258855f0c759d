package dev.sluice.tests.benchmark;

import dev.sluice.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A worker is told to stop while each of its slots runs an op that writes checkpoints, and another one waits for work: how long until each
 * op runs there. What SIGTERM and a Spot notice lead to is this call.
 */
final class HandOver implements Scenario {
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final int ops;

  /**
   * Makes the scenario.
   *
   * @param ops in the hands of the worker
   */
  HandOver(int ops) {
    this.ops = ops;
  }

  @Override
  public String name() {
    return "hand-over";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> middle = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Double> times = handOver(stand, "hand_over_" + round);
      middle.add(times.get(ops / 2));
      last.add(times.get(ops - 1));
    }
    String what = "from the order to stop until an op of " + ops + " runs elsewhere, ";
    return List.of(new Figure(what + "p50", "ms", middle), new Figure(what + "the last", "ms", last));
  }

  /** Returns what each op took, the quickest first. */
  private List<Double> handOver(Stand stand, String schema) throws Exception {
    try (Platform platform = new Platform(stand, schema, Platform.WINDOW.size())) {
      platform.workers(2, ops, false);
      Worker leaving = platform.worker(0);
      Worker heir = platform.worker(1);
      platform.submitter.submitAll(Collections.nCopies(ops, Jobs.Endless.ORDER));
      leaving.start();
      platform.awaitStarted(ops);
      heir.start();
      Await.until(heir::isReady, LOOK, PATIENCE, () -> "the second worker does not get ready");
      long told = System.nanoTime();
      leaving.drain(PATIENCE);
      List<Long> startedAgain = platform.awaitStarted(2 * ops).subList(ops, 2 * ops);
      heir.drain(PATIENCE);
      return startedAgain.stream().map(at -> (at - told) / 1e6).sorted().toList();
    }
  }
}
