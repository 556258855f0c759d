package dev.sluice.simulator;

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
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.schedule.ScheduledRuns;
import dev.sluice.core.schedule.Scheduler;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.submit.RunWaiter;
import dev.sluice.core.time.VirtualClock;
import java.net.URI;
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
  public final InMemoryRunStore store = new InMemoryRunStore(clock);
  private final HttpService http;
  private final RunWaiter waiter = new RunWaiter(store);

  public TestCoordinator() {
    JobRegistry jobs = JobRegistry.discover();
    QueueMap queues = InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 10);
    RunPlanner planner = new RunPlanner(clock, new Random(1), new Payloads(1 << 16), 3);
    RunDesk desk = new RunDesk(jobs, planner, queues);
    RunSubmitter submitter = new RunSubmitter(desk, store, tasks -> { }, WINDOW, PlatformListener.NONE, Faults.NONE);
    Scheduler scheduler = new Scheduler(new InMemoryScheduleStore(store, clock), new ScheduledRuns(desk), jobs.schedules(), tasks -> { },
        WINDOW, PlatformListener.NONE, Faults.NONE);
    this.http = CoordinatorApi.addTo(
        new HttpService("127.0.0.1", 0), jobs, store, new Payloads(1 << 16), submitter, waiter, () -> { }, List::of, store.outbox(), scheduler);
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
