package dev.sluice.cli.verify.planted;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryJobQueue;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Submission;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunOrder;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.simulator.history.EffectRecord;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.MessageRecord;
import dev.sluice.simulator.history.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocol in one thread: the real store, queue, publisher, submitter and runner, on a clock that moves when it is told to.
 */
final class SmallPlatform {
  static final PublishWindow WINDOW = new PublishWindow(64, Duration.ofMinutes(1));
  private static final Duration VISIBILITY = Duration.ofSeconds(10);

  /** Ops whose outputs tell which attempt they are of. */
  private static final class Payment implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      var reserved = job.op("reserve", String.class, (input, context) -> "reserved by attempt " + context.attempt());
      return job.output(job.op("charge", String.class, reserved, (before, context) -> before + ", charged by attempt " + context.attempt()));
    }
  }

  private static final class Report implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("report", String.class, (input, context) -> "written by attempt " + context.attempt()));
    }
  }

  final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final PlantedBug bug;
  private final Trail trail;
  private final RunStore store;
  private final InMemoryJobQueue queue = new InMemoryJobQueue(clock, VISIBILITY);
  private final JobRegistry jobs = JobRegistry.of(List.of(new Payment(), new Report()));
  private final Payloads payloads = new Payloads(1 << 16);
  private final Publisher publisher;
  private final RunSubmitter submitter;
  private final OpRunner runner = new OpRunner(jobs, payloads, new RunPlanner(clock, new Random(2), payloads, 3), clock, (after, action) -> () -> {});
  private final Set<RunId> accepted = new LinkedHashSet<>();
  private final List<MessageRecord> messages = new ArrayList<>();
  private final Set<LeaseToken> effects = new LinkedHashSet<>();

  SmallPlatform(PlantedBug bug) {
    this.bug = bug;
    InMemoryRunStore inner = new InMemoryRunStore(clock);
    this.trail = new Trail(inner, clock);
    this.store = bug.plantIn(inner, trail);
    QueueMap queues = new QueueMap(Map.of("default", queue), Map.of());
    this.publisher = new Publisher(store, queues, PlatformListener.NONE, Faults.NONE);
    RunDesk desk = new RunDesk(jobs, new RunPlanner(clock, new Random(1), payloads, 3), queues);
    this.submitter = new RunSubmitter(desk, store, publisher::publish, WINDOW, PlatformListener.NONE, Faults.NONE);
  }

  PlantedBug bug() {
    return bug;
  }

  RunStore store() {
    return store;
  }

  Publisher publisher() {
    return publisher;
  }

  OpRunner runner() {
    return runner;
  }

  JobQueue queueOf(String worker) {
    return new RecordedQueue(queue, worker, this);
  }

  RunId submit(String job, @Nullable String key) {
    Submission submission = submitter.submit(new RunOrder(job, "\"input\"", Map.of(), key));
    accepted.add(submission.runId());
    return submission.runId();
  }

  /** A pass of the dispatcher: brings back what lost its lease or came due, and publishes what the window has room for. */
  void dispatch() {
    store.recover(100);
    publisher.publish(store.publish("default", WINDOW));
  }

  /** A mishap that no code causes: everything in the queue is gone. */
  void purgeQueue() throws InterruptedException {
    queue.delete(queue.receive(10, Duration.ZERO));
  }

  void note(OpExecutionTask task, MessageRecord.Step step, String worker) {
    messages.add(new MessageRecord(
        IdempotencyKey.parse(task.idempotencyKey()), task.publishSequence(), step, worker, trail.latest()));
  }

  /** What transactional ops would leave: one row an attempt that committed, however often its commit is repeated. */
  void applyEffects(Collection<LeaseToken> committed) {
    effects.addAll(committed);
  }

  History history() {
    List<RunEvent> events = trail.events().stream()
        .filter(event -> bug != PlantedBug.EVENT_MISSING || event.type() != EventType.OP_LEASE_LOST).toList();
    return new History(List.copyOf(accepted), events, messages,
        effects.stream().map(token -> new EffectRecord(token.key(), token.attempt(), "row")).toList(),
        accepted.stream().flatMap(id -> store.find(id).stream()).map(run -> RunRow.of(
            RunDetail.of(run, store.ops(run.id()), store.effects(run.id())))).toList());
  }
}
