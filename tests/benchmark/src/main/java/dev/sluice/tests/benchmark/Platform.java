package dev.sluice.tests.benchmark;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.submit.RunWaiter;
import dev.sluice.core.time.Pause;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerOptions;
import dev.sluice.worker.WorkerParts;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sluice as a library: a submitter, a waiter, and workers with connections of their own, on one schema and one queue. */
final class Platform implements AutoCloseable {
  static final PublishWindow WINDOW = new PublishWindow(64, Duration.ofMinutes(1));
  private static final long MAX_PAYLOAD = 1 << 20;
  private static final int WORKER_CONNECTIONS = 3;

  final Database database;
  final RunSubmitter submitter;
  final RunWaiter waiter;
  final java.util.concurrent.atomic.LongAdder committed = new java.util.concurrent.atomic.LongAdder();
  private final Stand stand;
  private final String name;
  private final SqsQueues queues;
  private final List<Runnable> parts = new ArrayList<>();

  /** Opens schema and queue of that name. */
  Platform(Stand stand, String name) throws IOException, InterruptedException {
    this.stand = stand;
    this.name = name;
    this.database = stand.database(name, 8);
    this.queues = stand.queues(name, List.of("default"));
    this.submitter = new RunSubmitter(
        new RunDesk(Jobs.ALL, new RunPlanner(InstantSource.system(), new Random(), new Payloads(MAX_PAYLOAD), 3), queues.queues()),
        database.runStore(),
        new Publisher(database.runStore(), queues.queues(), new PlatformListener() {}, Faults.NONE)::publish,
        WINDOW, new PlatformListener() {}, Faults.NONE);
    this.waiter = new RunWaiter(database.runStore());
  }

  private final PlatformListener counter = new PlatformListener() {
    @Override
    public void committed(java.util.Collection<dev.sluice.core.run.LeaseToken> attempts) {
      committed.add(attempts.size());
    }
  };

  /** Starts workers. */
  void workers(int count, int slots) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      Database own = stand.database(name, WORKER_CONNECTIONS);
      SqsQueues ownQueues = stand.queues(name, List.of("default"));
      Worker worker = new Worker(
          new WorkerParts(own.runStore(), ownQueues.queues(), Jobs.ALL, new Payloads(MAX_PAYLOAD), counter,
              Faults.NONE, InstantSource.system(), new Random(), Pause.REAL),
          new WorkerOptions("worker-" + i, List.of("default"), slots, Duration.ofSeconds(15), Duration.ofSeconds(5),
              Duration.ofSeconds(60), Duration.ofSeconds(20), 64, WINDOW, Retry.exponential(3)));
      worker.start();
      parts.add(worker::close);
      parts.add(ownQueues::close);
      parts.add(own::close);
    }
  }

  @Override
  public void close() {
    parts.forEach(Runnable::run);
    waiter.close();
    queues.close();
    database.close();
  }
}
