package dev.sluice.tests.benchmark;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.contract.Setting;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sluice as a library: a submitter, a waiter, and workers with connections of their own, on one schema and one queue. */
final class Platform implements AutoCloseable {
  static final PublishWindow WINDOW = new PublishWindow(64, Duration.ofMinutes(1));
  private static final List<String> QUEUES = List.of("default");
  private static final long MAX_PAYLOAD = 1 << 20;
  private static final int WORKER_CONNECTIONS = 4;
  private static final int COMMIT_BATCH = 128;
  private static final int CONNECTIONS = 8;
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  final Database database;
  final RunSubmitter submitter;
  private final RunWaiter waiter;
  private final Stand stand;
  private final String name;
  private final PublishWindow window;
  private final SqsQueues queues;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Runnable> parts = new ArrayList<>();
  private final Object change = new Object();
  private int committed;
  private final Queue<Long> started = new ConcurrentLinkedQueue<>();

  private final PlatformListener counter = new PlatformListener() {
    @Override
    public void started(Lease lease) {
      started.add(System.nanoTime());
    }

    @Override
    public void committed(Collection<LeaseToken> attempts) {
      synchronized (change) {
        committed += attempts.size();
        change.notifyAll();
      }
    }
  };

  /** Opens schema and queue of that name. */
  Platform(Stand stand, String name, int windowSize) throws IOException, InterruptedException {
    this(stand, name, windowSize, Jobs.ALL);
  }

  /** Opens schema and queue of that name, for runs of these jobs. */
  Platform(Stand stand, String name, int windowSize, JobRegistry jobs) throws IOException, InterruptedException {
    this.stand = stand;
    this.name = name;
    this.window = new PublishWindow(windowSize, WINDOW.forgetAfter());
    this.database = stand.database(name, CONNECTIONS);
    this.queues = stand.queues(name, QUEUES);
    this.submitter = new RunSubmitter(
        new RunDesk(jobs, new RunPlanner(InstantSource.system(), new Random(), new Payloads(MAX_PAYLOAD), 3), queues.queues()),
        database.runStore(), new Publisher(database.runStore(), queues.queues(), counter, Faults.NONE)::publish, window, counter,
        Faults.NONE);
    this.waiter = new RunWaiter(database.runStore());
  }

  /**
   * Makes workers ready; {@link #start} starts them.
   *
   * @param ownMessages whether they claim only what a message names
   */
  void workers(int count, int slots, boolean ownMessages) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      Database own = stand.database(name, WORKER_CONNECTIONS);
      SqsQueues ownQueues = stand.queues(name, QUEUES);
      RunStore store = ownMessages ? OwnMessages.only(own.runStore(), QUEUES.get(0)) : own.runStore();
      Worker worker = new Worker(
          new WorkerParts(store, ownQueues.queues(), Jobs.ALL, new Payloads(MAX_PAYLOAD), counter, Faults.NONE, InstantSource.system(),
              new Random(), Pause.REAL),
          new WorkerOptions("worker-" + i, QUEUES, slots, Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(60),
              Duration.ofSeconds(20), COMMIT_BATCH, window, Duration.ofSeconds(10), Retry.exponential(3),
              Double.parseDouble(Setting.STARVATION_SHARE.defaultText().orElseThrow())));
      workers.add(worker);
      parts.add(worker::close);
      parts.add(ownQueues::close);
      parts.add(own::close);
    }
  }

  /** Returns what a service that is to work here as a process of its own is told. */
  Map<String, String> settings() throws IOException, InterruptedException {
    return stand.settings(name, QUEUES);
  }

  /** Starts the workers that were made. */
  void start() {
    workers.forEach(Worker::start);
  }

  /** Returns one of the workers that were made. */
  Worker worker(int number) {
    return workers.get(number);
  }

  /** Waits until so many attempts have started in all, and returns when each did ({@link System#nanoTime}). */
  List<Long> awaitStarted(int count) throws InterruptedException {
    Await.until(() -> started.size() >= count, LOOK, PATIENCE, () -> started.size() + " of " + count + " attempts have started");
    return List.copyOf(started);
  }

  /** Waits until so many attempts are committed in all. */
  void awaitCommitted(int count) throws InterruptedException {
    synchronized (change) {
      while (committed < count) {
        change.wait();
      }
    }
  }

  /** Waits for the end of a run. */
  Run await(RunId id, Duration patience) {
    return waiter.await(id, patience).join().orElseThrow();
  }

  @Override
  public void close() {
    parts.forEach(Runnable::run);
    waiter.close();
    queues.close();
    database.close();
  }
}
