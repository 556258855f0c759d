package dev.sluice.worker;

import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryJobQueue;
import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.time.Pause;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** A platform in memory: store, queues, a coordinator's duties at the test's command, and any number of workers. */
final class Rig implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(15);
  static final Duration HEARTBEAT = Duration.ofSeconds(5);
  static final Duration VISIBILITY = Duration.ofSeconds(30);
  static final Duration GRACE = Duration.ofMillis(20);
  static final Duration FORGET = Duration.ofMinutes(1);

  /** A worker, what it hangs on, and its pauses. */
  record Hand(Worker worker, Wire wire, Ticks ticks) {}

  final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  final Recorder recorder = new Recorder();
  final InMemoryRunStore store = new InMemoryRunStore(clock);
  final PublishWindow window = new PublishWindow(64, FORGET);
  final QueueMap queues;
  final JobRegistry jobs;
  private final Map<String, InMemoryJobQueue> work = new TreeMap<>();
  private final Map<String, InMemoryJobQueue> deadLetters = new TreeMap<>();
  /** May be replaced before a worker starts. */
  Random random = new Random(20261121);
  final InMemoryPayloadStore payloadStore = new InMemoryPayloadStore(clock);
  private final Payloads payloads;
  private final Map<String, Worker> workers = new TreeMap<>();

  Rig(JobSource<?, ?>... sources) {
    this(List.of("default"), sources);
  }

  Rig(List<String> names, JobSource<?, ?>... sources) {
    this(false, names, sources);
  }

  /** Makes a platform that keeps payloads of up to 64 KiB, and larger ones, up to 4 MiB, where it is said to. */
  Rig(boolean keepsLargePayloads, List<String> names, JobSource<?, ?>... sources) {
    this.payloads = new Payloads(1 << 16, 4 << 20, keepsLargePayloads ? Optional.of(payloadStore) : Optional.empty());
    for (String name : names) {
      InMemoryJobQueue deadLetter = new InMemoryJobQueue(clock, VISIBILITY);
      deadLetters.put(name, deadLetter);
      work.put(name, new InMemoryJobQueue(clock, VISIBILITY, 10, deadLetter));
    }
    this.queues = new QueueMap(new TreeMap<String, JobQueue>(work), new TreeMap<String, JobQueue>(deadLetters));
    this.jobs = JobRegistry.of(List.of(sources));
  }

  Hand start(String id, int slots) {
    return start(id, slots, wire -> Faults.NONE);
  }

  Hand start(String id, int slots, Function<Wire, Faults> faults) {
    return start(id, slots, List.copyOf(work.keySet()), faults);
  }

  /** Starts a worker whose queues have never answered. */
  Hand startWithoutQueues(String id, int slots) {
    return start(id, slots, wire -> {
      wire.cutQueues(true);
      return Faults.NONE;
    });
  }

  Hand start(String id, int slots, List<String> served, Function<Wire, Faults> faults) {
    Wire wire = new Wire(id, recorder);
    Ticks ticks = new Ticks(HEARTBEAT);
    return new Hand(start(id, slots, served, 0, wire, ticks, faults.apply(wire)), wire, ticks);
  }

  /** Starts a worker with pauses of the test's own, and waits until it has looked for work and waits for messages. */
  Worker start(String id, int slots, List<String> served, double jitter, Wire wire, Pause pause, Faults faults) {
    return start(new WorkerOptions(id, served, slots, LEASE, HEARTBEAT, VISIBILITY,
        Duration.ofSeconds(20), 64, window, GRACE, new Retry(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), jitter)), wire, pause, faults);
  }

  /** Starts a worker with options of the test's own, and waits likewise. */
  Worker start(WorkerOptions options, Wire wire, Pause pause, Faults faults) {
    Worker worker = new Worker(
        new WorkerParts(wire.of(store), wire.of(queues), jobs, payloads, recorder, faults, clock, random, pause), options);
    workers.put(options.id(), worker);
    worker.start();
    options.queues().forEach(queue -> recorder.awaitUntil("a poll of " + queue,
        () -> wire.hasBegun("queue " + queue + " receive") || worker.inHand() == options.slots()));
    return worker;
  }

  /** Submits a run and publishes it, as a coordinator does. */
  RunId submit(String job, String input) {
    RunId runId = accept(job, input);
    dispatch();
    return runId;
  }

  /** Submits a run and sends nothing. */
  RunId accept(String job, String input) {
    RunPlanner planner = new RunPlanner(clock, random, payloads, 3);
    return store.submit(List.of(planner.plan(jobs.job(job), input, Map.of(), null)), PublishWindow.CLOSED).submissions().get(0).runId();
  }

  /** Publishes what is ready, as a dispatcher does. */
  void dispatch() {
    Publisher publisher = new Publisher(store, queues, recorder, Faults.NONE);
    work.keySet().forEach(queue -> publisher.publish(store.publish(queue, window)));
  }

  InMemoryJobQueue queue(String name) {
    return work.get(name);
  }

  InMemoryJobQueue deadLetter(String name) {
    return deadLetters.get(name);
  }

  Run run(RunId runId) {
    return store.find(runId).orElseThrow();
  }

  IdempotencyRecord op(RunId runId, String opKey) {
    return store.ops(runId).stream().filter(op -> op.key().opKey().equals(opKey)).findFirst().orElseThrow();
  }

  List<RunEvent> events(RunId runId) {
    return store.events(runId);
  }

  Run awaitEnd(RunId runId) {
    recorder.awaitUntil("end of run " + runId, () -> run(runId).status().isTerminal());
    return run(runId);
  }

  void awaitSuccess(RunId runId) {
    Run run = awaitEnd(runId);
    if (run.status() != RunStatus.SUCCEEDED) {
      throw new AssertionError(run + " with " + store.ops(runId));
    }
  }

  /** How many attempts a worker has in hand. */
  int handsOf(String id) {
    return Objects.requireNonNull(workers.get(id)).inHand();
  }

  /** Lets long polls end until something has been written down so many times. */
  void awaitWhileTimePasses(String what, String start, int times) {
    recorder.awaitUntil(what, () -> {
      clock.advance(Duration.ofSeconds(20));
      return recorder.count(start) >= times;
    });
  }

  /** Waits until no queue holds a message, in flight or not. */
  void awaitQueuesEmpty() {
    recorder.awaitUntil("empty queues", () -> work.values().stream()
        .allMatch(queue -> queue.depth().visible() + queue.depth().inFlight() == 0));
  }

  @Override
  public void close() {
    workers.values().forEach(Worker::close);
  }
}
