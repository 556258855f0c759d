package dev.sluice.core.workflow;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Runs jobs in one thread: claims, runs and commits until nothing is ready. */
final class Bench {
  private static final Duration LEASE = Duration.ofSeconds(15);

  final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  final RunStore store = new InMemoryRunStore(clock);
  final List<String> order = new ArrayList<>();
  private final JobRegistry jobs;
  private final RunPlanner planner;
  private final OpRunner runner;

  Bench(JobSource<?, ?>... sources) {
    this.jobs = JobRegistry.of(List.of(sources));
    Payloads payloads = new Payloads(10_000);
    this.planner = new RunPlanner(clock, new Random(7), payloads, 3);
    this.runner = new OpRunner(jobs, payloads, planner, clock, (after, action) -> () -> {});
  }

  RunId submit(String job, String input) {
    return store.submit(List.of(planner.plan(jobs.job(job), input, Map.of(), null)), PublishWindow.CLOSED).submissions().get(0).runId();
  }

  /** Submits and works until nothing is ready. */
  Run run(String job, String input) {
    RunId run = submit(job, input);
    work();
    return find(run);
  }

  Run find(RunId run) {
    return store.find(run).orElseThrow();
  }

  void work() {
    List<Lease> leases = claim();
    while (!leases.isEmpty()) {
      for (Lease lease : leases) {
        order.add(lease.key().opKey());
        ExecutionResult result = runner.run(lease, new AttemptSignal()).orElseThrow();
        Optional<Duration> retry = Optional.of(Duration.ZERO);
        store.commit("bench", List.of(new Attempt(lease.token(), result, retry, false)), List.of(), PublishWindow.CLOSED);
      }
      leases = claim();
    }
  }

  private List<Lease> claim() {
    return store.claim(new Claim("bench", "default", 4, LEASE), List.of()).leases();
  }

  void pass(Duration time) {
    clock.advance(time);
    store.recover(100);
    work();
  }

  SignalOutcome.Answer signal(RunId run, String op, String payload) {
    return store.signal(new IdempotencyKey(run, op), payload, PublishWindow.CLOSED).answer();
  }

  Map<String, OpState> states(RunId run) {
    Map<String, OpState> states = new LinkedHashMap<>();
    store.ops(run).forEach(op -> states.put(op.key().opKey(), op.state()));
    return states;
  }

  IdempotencyRecord op(RunId run, String key) {
    return store.ops(run).stream().filter(op -> op.key().opKey().equals(key)).findFirst().orElseThrow();
  }
}
