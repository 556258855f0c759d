package dev.sluice.cli.verify.planted;

import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.History;
import java.time.Duration;
import java.util.Set;

/** What happens to every small platform. */
final class Mishaps {
  private static final Duration PAST_THE_LEASE = SteppedWorker.LEASE.plusSeconds(1);
  private static final Duration PAST_THE_WINDOW = Duration.ofSeconds(61);

  private Mishaps() {}

  /**
   * The same mishaps for every platform: a double tick, a stall, a late result, a crash before a delete, a cancel, a lost
   * message.
   */
  static History live(PlantedBug bug) throws InterruptedException {
    SmallPlatform platform = new SmallPlatform(bug);
    SteppedWorker stalled = new SteppedWorker("worker-1", platform);
    SteppedWorker dying = new SteppedWorker("worker-2", platform);
    SteppedWorker last = new SteppedWorker("worker-3", platform);
    platform.submit("report", "tick 2026-11-21T00:00Z");
    platform.submit("report", "tick 2026-11-21T00:00Z");
    platform.submit("payment", null);
    stalled.receiveAndRun();

    // Its leases run out, and it comes back before and after another worker has taken over.
    platform.clock.advance(PAST_THE_LEASE);
    platform.dispatch();
    stalled.commit(Set.of("report"));
    dying.receiveAndRun();
    stalled.commit(Set.of("reserve"));
    dying.commit(Set.of("reserve", "report"));

    // It dies before it deletes: its messages come back, and find their ops done.
    platform.clock.advance(PAST_THE_LEASE);
    platform.dispatch();
    last.receiveAndRun();
    stalled.commit(Set.of("report"));
    last.commit(Set.of("reserve", "report", "charge"));
    last.delete();

    RunId unwanted = platform.submit("report", null);
    platform.store().cancel(unwanted, "no longer wanted");
    settle(platform, last);

    platform.submit("report", null);
    platform.purgeQueue();
    settle(platform, last);
    return platform.history();
  }

  private static void settle(SmallPlatform platform, SteppedWorker worker) throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      worker.receiveAndRun();
      worker.commit(Set.of("reserve", "report", "charge"));
      worker.delete();
      platform.clock.advance(PAST_THE_WINDOW);
      platform.dispatch();
    }
  }
}
