package dev.sluice.tests.benchmark;

import dev.sluice.core.submit.RunOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Submits no-op runs in batches, and then lets four workers drain them: the whole protocol, with results. */
final class Drain implements Scenario {
  static final RunOrder ORDER = RunOrder.of("no-op", "{\"number\":1}");
  /** A run of the same under a concurrency key that all share. */
  static final RunOrder BOUNDED = RunOrder.of("bounded", "{\"number\":1}");
  static final int WORKERS = 4;
  /** Of each worker, where many are drained. */
  static final int SLOTS = 128;
  private static final int BATCH = 500;
  private static final int SUBMITTERS = 4;

  /** Runs a second, accepted and drained. */
  record Once(double submitted, double drained) {}

  private final RunOrder order;
  private final String name;
  private final int runs;
  private final int slots;
  private final boolean ownMessages;
  private final int warmUps;

  /**
   * Makes the scenario.
   *
   * @param slots of each worker
   * @param ownMessages whether every op has to come through its own message, as if nothing were claimed but by messages
   * @param warmUps rounds that are not counted
   */
  Drain(String name, int runs, int slots, boolean ownMessages, int warmUps) {
    this(ORDER, name, runs, slots, ownMessages, warmUps);
  }

  Drain(RunOrder order, String name, int runs, int slots, boolean ownMessages, int warmUps) {
    this.order = order;
    this.name = name;
    this.runs = runs;
    this.slots = slots;
    this.ownMessages = ownMessages;
    this.warmUps = warmUps;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> submitted = new ArrayList<>();
    List<Double> drained = new ArrayList<>();
    for (int round = -warmUps; round < rounds; round++) {
      Once once = once(stand, name + "_" + (round + warmUps));
      if (round >= 0) {
        submitted.add(once.submitted());
        drained.add(once.drained());
      }
    }
    return ownMessages
        ? List.of(new Figure("op executions committed, each through a message of its own", "ops/s", drained))
        : List.of(
            new Figure("runs accepted by the library in batches of " + BATCH + ", " + SUBMITTERS + " callers" + what(), "runs/s", submitted),
            new Figure("op executions committed, " + WORKERS + " workers, " + runs + " waiting" + what(), "ops/s", drained));
  }

  /** Submits and drains once, in a schema and a queue of that name. */
  Once once(Stand stand, String schema) throws Exception {
    try (Platform platform = new Platform(stand, schema, Platform.WINDOW.size())) {
      double accepted = submit(platform);
      platform.workers(WORKERS, slots, ownMessages);
      double committed = Clocked.perSecond(runs, () -> {
        platform.start();
        platform.awaitCommitted(runs);
      });
      return new Once(accepted, committed);
    }
  }

  /** Submits to workers that wait already, and returns how many runs a second go all the way. */
  double whole(Stand stand, String schema) throws Exception {
    try (Platform platform = new Platform(stand, schema, Platform.WINDOW.size())) {
      platform.workers(WORKERS, slots, ownMessages);
      platform.start();
      return Clocked.perSecond(runs, () -> {
        submit(platform);
        platform.awaitCommitted(runs);
      });
    }
  }

  private String what() {
    return order == ORDER ? "" : ", job " + order.job();
  }

  private double submit(Platform platform) throws Exception {
    int each = Math.max(1, runs / SUBMITTERS);
    return Clocked.perSecond(runs, () -> Together.run(SUBMITTERS, number -> {
      int mine = number == SUBMITTERS - 1 ? runs - each * (SUBMITTERS - 1) : each;
      for (int done = 0; done < mine; done += BATCH) {
        platform.submitter.submitAll(Collections.nCopies(Math.min(BATCH, mine - done), order));
      }
    }));
  }
}
