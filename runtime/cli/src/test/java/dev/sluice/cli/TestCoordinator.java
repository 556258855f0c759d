package dev.sluice.cli;

import dev.sluice.adapters.http.HttpService;
import dev.sluice.coordinator.api.CoordinatorApi;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.inmemory.InMemoryScheduleStore;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ProgressBoard;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.SharedTransaction;
import dev.sluice.core.schedule.ScheduledRuns;
import dev.sluice.core.schedule.Scheduler;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.submit.RunWaiter;
import dev.sluice.core.time.VirtualClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The real API on stores in memory whose clock stands still, and a worker's hands. */
public final class TestCoordinator implements AutoCloseable {
  private static final PublishWindow WINDOW = new PublishWindow(64, Duration.ofMinutes(1));

  public final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  public final InMemoryRunStore store = new InMemoryRunStore(clock, TestCoordinator::connection);
  public final Scheduler scheduler;
  private final HttpService http;
  private final RunWaiter waiter = new RunWaiter(store);

  public TestCoordinator() {
    JobRegistry jobs = JobRegistry.discover();
    QueueMap queues = InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 10);
    RunPlanner planner = new RunPlanner(clock, new Random(1), new Payloads(1 << 16), 3);
    RunDesk desk = new RunDesk(jobs, planner, queues);
    RunSubmitter submitter = new RunSubmitter(desk, store, tasks -> { }, WINDOW, PlatformListener.NONE, Faults.NONE);
    this.scheduler = new Scheduler(new InMemoryScheduleStore(store, clock), new ScheduledRuns(desk), jobs.schedules(), tasks -> { },
        WINDOW, PlatformListener.NONE, Faults.NONE);
    scheduler.look();
    this.http = CoordinatorApi.addTo(
        new HttpService("127.0.0.1", 0), jobs, store, new Payloads(1 << 16), submitter, waiter, () -> { }, List::of,
        store.outbox(), scheduler);
    http.start();
  }

  public URI uri() {
    return http.uri();
  }

  public CoordinatorClient client() {
    return new CoordinatorClient(uri());
  }

  /** Runs up to so many ops that are ready, a second each; returns how many there were. */
  public int work(int most) {
    List<Lease> leases = claim(most);
    leases.forEach(lease -> end(lease, new ExecutionResult.Success("true")));
    return leases.size();
  }

  /** Fails one op that is ready, for good. */
  public void failOne() {
    end(claim(1).get(0), new ExecutionResult.Failure(Cause.named("Disk", "full"), false));
  }

  /** Runs one op that is ready, which leaves two messages of the topic "mail" under one key; the first is refused. */
  public void leaveMessages() throws Exception {
    Lease lease = claim(1).get(0);
    store.commitTogether("worker-1", lease.token(), false, new SharedTransaction() {
      @Override
      public Optional<String> run(Connection connection) {
        return Optional.of("true");
      }

      @Override
      public List<OutboxMessage> outbox() {
        return List.of(new OutboxMessage(lease.key(), 1, "mail", "ada", "1"), new OutboxMessage(lease.key(), 2, "mail", "ada", "2"));
      }
    });
    store.outbox().relay(Set.of("mail"), 1, Duration.ofHours(1), message -> Optional.of("mailbox full"));
  }

  /** To a database that takes everything. */
  private static Connection connection() {
    return (Connection) Proxy.newProxyInstance(
        TestCoordinator.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
  }

  /** Lets one op that is ready say how far it is. */
  public void tellProgress(long done, long total) {
    store.progress().report("worker-1", List.of(new ProgressBoard.Report(claim(1).get(0).token(), done, total)));
  }

  private List<Lease> claim(int most) {
    return store.claim(new Claim("worker-1", "default", most, Duration.ofSeconds(15)), List.of()).leases();
  }

  private void end(Lease lease, ExecutionResult result) {
    clock.advance(Duration.ofSeconds(1));
    store.commit("worker-1", List.of(new Attempt(lease.token(), result, Optional.empty(), false)), List.of(), PublishWindow.CLOSED);
  }

  @Override
  public void close() {
    waiter.close();
    http.close();
  }
}
