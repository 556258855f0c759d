package dev.sluice.worker;

import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.Subscription;
import dev.sluice.core.time.Alarm;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Runs op executions: received and claimed, run, committed in groups, published, deleted. Safe for any thread.
 *
 * <p>Once started it lives on threads of its own: one receiver a queue, one committer, one that settles what a commit leaves to do,
 * one heartbeat, one that keeps messages hidden, and one a running op.
 */
public final class Worker implements AutoCloseable {
  private static final int JOIN_SECONDS = 5;

  private final PlatformListener listener;
  private final WorkerOptions options;
  private final Pulse pulse;
  private final HeldAttempts held = new HeldAttempts();
  private final ScheduledThreadPoolExecutor timeouts;
  private final ExecutorService opThreads;
  private final Settler settler;
  private final List<Receiver> receivers;
  private final Committer committer;
  private final HeartbeatLoop heartbeat;
  private final VisibilityLoop visibility;
  private final Drain drain;
  private final RunStore store;
  private Subscription notices = () -> {};
  private final List<Thread> receiverThreads;
  private final List<Thread> otherThreads;
  private final AtomicReference<WorkerState> state = new AtomicReference<>(WorkerState.NEW);

  /**
   * Builds a worker; nothing runs yet.
   *
   * @throws dev.sluice.core.queue.UnknownQueueException if it is to serve a queue that the stack does not have
   */
  public Worker(WorkerParts parts, WorkerOptions options) {
    this.listener = parts.listener();
    this.store = parts.store();
    this.options = options;
    this.pulse = new Pulse(parts.clock());
    this.timeouts = new ScheduledThreadPoolExecutor(1, task -> daemon("timeouts", task));
    timeouts.setRemoveOnCancelPolicy(true); // or the timeout of an op that has ended would be kept until its time
    this.opThreads = OpThreads.open();
    this.settler = new Settler(parts, options);
    Slots slots = new Slots(options.slots());
    DryQueues dry = new DryQueues();
    FinishedAttempts finished = new FinishedAttempts();
    Intake intake = new Intake(parts, options, settler);
    RunPlanner planner = new RunPlanner(parts.clock(), parts.random(), parts.payloads(), options.retry().maxAttempts());
    OpRunner runner = new OpRunner(parts.jobs(), parts.payloads(), planner, parts.clock(), Alarm.on(timeouts));
    Grace grace = new Grace(options.stopGrace(), runner, Alarm.on(timeouts), finished);
    HandOver handOver = new HandOver(parts, options, intake, settler);
    Launcher launcher = new Launcher(parts, options, runner, opThreads, held, slots, finished, grace, handOver);
    this.receivers = options.queues().stream()
        .map(queue -> new Receiver(queue, parts, options, slots, dry, intake, settler, launcher, pulse))
        .toList();
    this.committer = new Committer(parts, options, dry, pulse, slots, held, finished, launcher, intake, settler);
    this.visibility = new VisibilityLoop(parts, options, held, pulse);
    this.heartbeat = new HeartbeatLoop(parts, options, held, intake, visibility, pulse);
    this.drain = new Drain(held, handOver, settler, finished);
    this.receiverThreads = receivers.stream().map(receiver -> daemon("receive-" + receiver.queue(), receiver)).toList();
    this.otherThreads = List.of(
        daemon("settle", settler), daemon("commit", committer), daemon("heartbeat", heartbeat), daemon("visibility", visibility));
  }

  /** Begins to receive. A worker is started once. */
  public void start() {
    if (!state.compareAndSet(WorkerState.NEW, WorkerState.RUNNING)) {
      throw new IllegalStateException("worker " + options.id() + " is " + state.get());
    }
    notices = store.subscribe(new RunSubscriber() {
      @Override
      public void canceled(RunId runId) {
        held.cancel(runId);
      }
    });
    otherThreads.forEach(Thread::start);
    receiverThreads.forEach(Thread::start);
  }

  /**
   * Ends in good order: receives and claims nothing more, lets running ops finish and commits them, then interrupts the rest and
   * hands their leases back. Blocks until that is done, or until {@link #close()}; called again it does nothing.
   *
   * @param patience time that running ops get
   * @return whether all of them finished within it
   */
  public boolean drain(Duration patience) {
    if (!state.compareAndSet(WorkerState.RUNNING, WorkerState.DRAINING)) {
      return true;
    }
    boolean finished = false;
    try {
      committer.stopClaiming();
      receivers.forEach(Receiver::stop);
      join(receiverThreads);
      finished = drain.run(patience);
      listener.drained(options.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
    return finished;
  }

  /**
   * Stops at once: what is running or not committed is lost to this worker, and its leases run out. Blocks until its loops have
   * ended, {@value #JOIN_SECONDS} s at most; idempotent.
   */
  @Override
  public void close() {
    if (state.getAndSet(WorkerState.STOPPED) == WorkerState.STOPPED) {
      return;
    }
    notices.close();
    receivers.forEach(Receiver::stop);
    committer.stop();
    heartbeat.stop();
    visibility.stop();
    settler.stop();
    opThreads.shutdownNow();
    timeouts.shutdownNow();
    try {
      join(receiverThreads);
      join(otherThreads);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS);
    for (Thread thread : threads) {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
    }
  }

  public WorkerState state() {
    return Objects.requireNonNull(state.get());
  }

  /** Tells whether running ops are asked to end with their next checkpoint. */
  boolean isAskedToHandOver() {
    return held.isHandingOver();
  }

  /** Timeouts that are set, and not struck or called off yet. */
  int timeouts() {
    return timeouts.getQueue().size();
  }

  /** Attempts in hand, those that wait for their commit included. */
  public int inHand() {
    return held.size();
  }

  /**
   * Parts that have not succeeded for as long as a lease needs heartbeats, and not because what they ask is away, and threads that have ended though
   * nobody told them to: the worker wants a restart. Empty if all is well.
   */
  public List<String> stuck() {
    List<String> ended = Stream.concat(receiverThreads.stream(), otherThreads.stream())
        .filter(thread -> thread.getState() == Thread.State.TERMINATED)
        .map(thread -> thread.getName() + " (ended)")
        .toList();
    // Looked at afterwards: a worker that stops is RUNNING no longer before its first thread ends.
    return state() == WorkerState.RUNNING ? Stream.concat(pulse.stuck().stream(), ended.stream()).toList() : pulse.stuck();
  }

  /** Tells whether it takes work: running, asking every queue, and not stuck. */
  public boolean isReady() {
    return state() == WorkerState.RUNNING && stuck().isEmpty() && receivers.stream().allMatch(Receiver::isPolling);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
