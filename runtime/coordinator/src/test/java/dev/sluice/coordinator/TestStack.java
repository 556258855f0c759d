package dev.sluice.coordinator;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryPayloadReferences;
import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.inmemory.InMemoryScheduleStore;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.scaling.InstanceWatch;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SharedTransaction;
import dev.sluice.core.time.VirtualClock;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A coordinator on an in-memory stack whose clock stands still, and a worker's hands. */
final class TestStack implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(15);
  static final Duration INTERVAL = Duration.ofMillis(500);
  /** How long ended runs are kept, and not the setting's default. */
  static final Duration RETENTION = Duration.ofDays(2);
  static final PublishWindow WINDOW = new PublishWindow(64, Duration.ofMinutes(1));
  static final JobRegistry JOBS = JobRegistry.of(List.of(new Double(), new Elsewhere()));

  final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  final InMemoryRunStore store = new InMemoryRunStore(clock, TestStack::connection);
  final ScheduleStore schedules = new InMemoryScheduleStore(store, clock);
  final InMemoryPayloadStore payloads = new InMemoryPayloadStore(clock);
  final QueueMap queues = InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 10);
  final AtomicBoolean databaseAnswers = new AtomicBoolean(true);
  /** Knows of none that has stopped. */
  volatile InstanceWatch instances = names -> Set.of();
  final Coordinator coordinator;
  final CoordinatorClient client;

  TestStack() {
    this(false);
  }

  /** Makes one with or without a store for payloads of more than 64 KiB, and up to 256. */
  TestStack(boolean keepsLargePayloads) {
    this(keepsLargePayloads, JOBS, true, PlatformListener.NONE);
  }

  TestStack(boolean keepsLargePayloads, JobRegistry jobs) {
    this(keepsLargePayloads, jobs, true, PlatformListener.NONE);
  }

  TestStack(boolean keepsLargePayloads, JobRegistry jobs, boolean schedulesEnabled, PlatformListener listener) {
    CoordinatorOptions options = new CoordinatorOptions("127.0.0.1", 0, 1 << 20, 64 << 10, 256 << 10, Long.MAX_VALUE, 3, INTERVAL, WINDOW,
        RETENTION, Duration.ofDays(1), schedulesEnabled);
    this.coordinator = new Coordinator(
        options, jobs, new Platform(store, schedules, store.outbox(), List.of(),
            keepsLargePayloads ? Optional.of(payloads) : Optional.empty(), new InMemoryPayloadReferences(store), queues, Optional.of(names -> instances.gone(names)), clock,
            databaseAnswers::get), listener, Faults.NONE).start();
    this.client = new CoordinatorClient(coordinator.uri());
  }

  /** Leases what is ready. */
  static List<Lease> claim(RunStore store) {
    return store.claim(new Claim("worker-1", "default", 1_000, LEASE), List.of()).leases();
  }

  /** Commits an output for a lease whose message is held. */
  static void succeed(RunStore store, Lease lease, String output) {
    commit(store, new Attempt(lease.token(), new ExecutionResult.Success(output), Optional.empty(), true));
  }

  /** Commits a failure for a lease whose message is held; final if there is no pause. */
  static void fail(RunStore store, Lease lease, Optional<Duration> retryAfter) {
    commit(store, new Attempt(lease.token(), new ExecutionResult.Failure(Cause.named("Disk", "full"), true), retryAfter, true));
  }

  /** Commits a lease with messages of the topic "mail", all under one key. */
  static void succeedWithMessages(RunStore store, Lease lease, String... payloads) throws Exception {
    List<OutboxMessage> messages = new ArrayList<>();
    for (String payload : payloads) {
      messages.add(new OutboxMessage(lease.key(), messages.size() + 1, "mail", "ada", payload));
    }
    store.commitTogether("worker-1", lease.token(), false, new SharedTransaction() {
      @Override
      public Optional<String> run(Connection connection) {
        return Optional.of("1");
      }

      @Override
      public List<OutboxMessage> outbox() {
        return messages;
      }
    });
  }

  /** To a database that takes everything. */
  private static Connection connection() {
    return (Connection) Proxy.newProxyInstance(
        TestStack.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
  }

  private static void commit(RunStore store, Attempt attempt) {
    store.commit("worker-1", List.of(attempt), List.of(), PublishWindow.CLOSED);
  }

  /** Runs ops until none is ready; each says its own name. */
  void workUntilNothingIsReady() {
    List<Lease> leases = claim(store);
    while (!leases.isEmpty()) {
      leases.forEach(lease -> succeed(store, lease, "\"" + lease.key().opKey() + "\""));
      leases = claim(store);
    }
  }

  /** Takes all messages off a queue. */
  static List<OpExecutionTask> messages(QueueMap queues) throws InterruptedException {
    List<OpExecutionTask> tasks = new ArrayList<>();
    List<Delivery> batch = queues.work("default").receive(10, Duration.ZERO);
    while (!batch.isEmpty()) {
      batch.forEach(delivery -> tasks.add(OpExecutionTask.fromJson(delivery.body())));
      queues.work("default").delete(batch);
      batch = queues.work("default").receive(10, Duration.ZERO);
    }
    return tasks;
  }

  @Override
  public void close() {
    coordinator.drain();
  }
}
