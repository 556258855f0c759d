package dev.sluice.tests.benchmark;

import dev.sluice.contract.Setting;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.time.Pause;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerOptions;
import dev.sluice.worker.WorkerParts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * What Sluice's own code costs an op: the whole worker and submitter on ports in memory, without a network or a disk. The store of
 * the tests is part of it, which looks at every row, so that the true cost is less.
 */
final class InMemory implements Scenario {
  private static final List<String> QUEUES = List.of("default");
  private static final int WARM_UPS = 5;

  private final int runs;

  InMemory(int runs) {
    this.runs = runs;
  }

  @Override
  public String name() {
    return "in-memory";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> costs = new ArrayList<>();
    for (int round = -WARM_UPS; round < rounds; round++) {
      double cost = Clocked.milliseconds(this::drain) / runs;
      if (round >= 0) {
        costs.add(cost);
      }
    }
    return List.of(new Figure("overhead of an op on ports in memory, submit to commit", "ms", costs));
  }

  private void drain() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(runs);
    PlatformListener counter = new PlatformListener() {
      @Override
      public void committed(Collection<LeaseToken> attempts) {
        attempts.forEach(attempt -> left.countDown());
      }
    };
    InstantSource clock = InstantSource.system();
    InMemoryRunStore store = new InMemoryRunStore(clock);
    QueueMap queues = InMemoryQueues.open(Set.copyOf(QUEUES), clock, Duration.ofMinutes(1), 10);
    Payloads payloads = new Payloads(1 << 20);
    RunSubmitter submitter = new RunSubmitter(
        new RunDesk(Jobs.ALL, new RunPlanner(clock, new Random(), payloads, 3), queues), store,
        new Publisher(store, queues, counter, Faults.NONE)::publish, Platform.WINDOW, counter, Faults.NONE);
    submitter.submitAll(Collections.nCopies(runs, Drain.ORDER));
    WorkerOptions options = new WorkerOptions("worker", QUEUES, 4, Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(60),
        Duration.ofSeconds(20), 64, Platform.WINDOW, Duration.ofSeconds(10), Retry.exponential(3),
        Double.parseDouble(Setting.STARVATION_SHARE.defaultText().orElseThrow()));
    WorkerParts parts = new WorkerParts(store, queues, Jobs.ALL, payloads, counter, Faults.NONE, clock, new Random(), Pause.REAL);
    try (Worker worker = new Worker(parts, options)) {
      worker.start();
      left.await();
    }
  }
}
