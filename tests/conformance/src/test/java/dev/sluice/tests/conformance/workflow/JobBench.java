package dev.sluice.tests.conformance.workflow;

import dev.sluice.core.api.RunDetail;
import dev.sluice.core.inmemory.InMemoryJobQueue;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SignalOutcome;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunForker;
import dev.sluice.core.submit.RunOrder;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.RunRow;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Expectation;
import dev.sluice.simulator.verify.Violation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Runs jobs on a store in one thread: claims, runs and commits until nothing is ready. */
final class JobBench {
  private static final String WORKER = "bench";
  private static final Duration LEASE = Duration.ofSeconds(15);

  final RunStore store;
  final List<String> order = new ArrayList<>();
  private final JobRegistry jobs;
  private final RunPlanner planner;
  private final OpRunner runner;

  private final Consumer<Duration> time;

  /**
   * Makes a bench.
   *
   * @param time moves the store's time
   */
  JobBench(RunStore store, Consumer<Duration> time, JobSource<?, ?>... sources) {
    this.store = store;
    this.time = time;
    this.jobs = JobRegistry.of(List.of(sources));
    Payloads payloads = new Payloads(10_000);
    this.planner = new RunPlanner(InstantSource.system(), new Random(7), payloads, 3);
    this.runner = new OpRunner(jobs, payloads, planner, InstantSource.system(), (after, action) -> () -> {});
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
        store.commit(WORKER, List.of(new Attempt(lease.token(), result, retry, false)), List.of(), PublishWindow.CLOSED);
      }
      leases = claim();
    }
  }

  private List<Lease> claim() {
    return store.claim(new Claim(WORKER, "default", 4, LEASE), List.of()).leases();
  }

  void pass(Duration duration) {
    this.time.accept(duration);
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

  /** Forks a run from an op and works until nothing is ready. */
  Run fork(RunId source, String from, String input) {
    RunForker forker = new RunForker(new RunDesk(jobs, planner, new QueueMap(
        Map.of("default", new InMemoryJobQueue(InstantSource.system(), LEASE)), Map.of())));
    Run run = find(source);
    RunRequest request = forker.plan(run, store.ops(source), from, RunOrder.of(run.jobName(), input));
    store.submit(List.of(request), PublishWindow.CLOSED);
    work();
    return find(request.runId());
  }

  /** What is wrong with the history of everything that ran here. */
  List<Violation> violations() {
    List<Run> runs = store.runs(new RunFilter(Optional.empty(), Optional.empty(), RunFilter.MAX_LIMIT));
    return ExactlyOnceCheck.check(new History(runs.stream().map(Run::id).toList(), store.eventsAfter(0, 100_000), List.of(), List.of(),
        runs.stream().map(run -> RunRow.of(RunDetail.of(run, store.ops(run.id()), List.of()))).toList()), new Expectation(true, 1)).violations();
  }
}
