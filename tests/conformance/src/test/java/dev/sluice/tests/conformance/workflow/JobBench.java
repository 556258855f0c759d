package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.RunDetail;
import dev.sluice.core.inmemory.InMemoryJobQueue;
import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.payload.PayloadReferences;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.HeartbeatOutcome;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs jobs on a store in one thread: claims, runs and commits until nothing is ready. */
final class JobBench {
  private static final String WORKER = "bench";
  private static final Duration LEASE = Duration.ofSeconds(15);
  /** One for all: ids that two of the same seed make within a millisecond are the same. */
  private static final Random RANDOM = new Random(7);

  /** Bytes of a payload that stays in its row. */
  static final int INLINE = 1_000;

  final RunStore store;
  final PayloadReferences references;
  final List<String> order = new ArrayList<>();
  private final JobRegistry jobs;
  private final Payloads payloads;
  private final RunPlanner planner;
  private final OpRunner runner;
  private final Consumer<Duration> time;

  /**
   * Makes a bench.
   *
   * @param references of the store
   * @param time moves the store's time
   */
  JobBench(RunStore store, PayloadReferences references, Consumer<Duration> time, JobSource<?, ?>... sources) {
    this(store, references, time, new Payloads(INLINE, 1 << 20, Optional.of(new InMemoryPayloadStore(InstantSource.system()))), sources);
  }

  private JobBench(
      RunStore store, PayloadReferences references, Consumer<Duration> time, Payloads payloads, JobSource<?, ?>... sources) {
    this.store = store;
    this.references = references;
    this.time = time;
    this.jobs = JobRegistry.of(List.of(sources));
    this.payloads = payloads;
    this.planner = new RunPlanner(InstantSource.system(), RANDOM, payloads, 3);
    this.runner = new OpRunner(jobs, payloads, planner, InstantSource.system(), (after, action) -> () -> {});
  }

  /** Makes a bench on the same store that has other code. */
  JobBench redefined(JobSource<?, ?>... sources) {
    return new JobBench(store, references, time, payloads, sources);
  }

  RunId submit(String job, String input) {
    return submit(job, input, RunTerms.OF_THE_JOB);
  }

  RunId submit(String job, String input, RunTerms terms) {
    RunRequest request = planner.plan(jobs.job(job), input, Map.of(), null, terms);
    return store.submit(List.of(request), PublishWindow.CLOSED).submissions().get(0).runId();
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
    for (List<Lease> leases = claim(4); !leases.isEmpty(); leases = claim(4)) {
      for (Lease lease : leases) {
        assertThat(commit(attempt(lease)).committed()).containsExactly(lease.token());
      }
    }
  }

  /** Runs what is ready, one by one, until this op execution is claimed; returns its lease. */
  Lease workUntil(String opKey) {
    Lease lease = claim(1).get(0);
    while (!lease.key().opKey().equals(opKey)) {
      commit(attempt(lease));
      lease = claim(1).get(0);
    }
    return lease;
  }

  List<Lease> claim(int slots) {
    return store.claim(new Claim(WORKER, "default", slots, LEASE), List.of()).leases();
  }

  /** Runs an attempt. */
  Attempt attempt(Lease lease) {
    order.add(lease.key().opKey());
    return new Attempt(lease.token(), runner.run(lease, new AttemptSignal()).orElseThrow(), Optional.of(Duration.ZERO), false);
  }

  CommitOutcome commit(Attempt... attempts) {
    return store.commit(WORKER, List.of(attempts), List.of(), PublishWindow.CLOSED);
  }

  void redrive(RunId run, String op) {
    IdempotencyKey key = new IdempotencyKey(run, op);
    assertThat(store.deadLetters().redrive(DeadLetterFilter.of(Set.of(key)), Duration.ZERO)).containsExactly(key);
  }

  /** Redrives all dead letters, and works until nothing is ready. */
  void redriveAll() {
    store.deadLetters().redrive(DeadLetterFilter.all(100), Duration.ZERO);
    work();
  }

  /** Extends a lease, also one that has run out unless somebody has noticed. */
  HeartbeatOutcome keepAlive(Lease lease) {
    return store.heartbeat(WORKER, List.of(lease.token()), LEASE);
  }

  /** Lets the leases run out that are held, and gives back what had them. */
  void loseLeases() {
    time.accept(LEASE.plusSeconds(1));
    store.recover(100);
  }

  /** Stores JSON text as whoever sends it would. */
  String keep(String json) {
    return payloads.keep(json, "a signal");
  }

  /** Lets time pass, and nothing else happen. */
  void advance(Duration duration) {
    time.accept(duration);
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
    return violations(events -> {});
  }

  /** What would be wrong with it, had its events been these. */
  List<Violation> violations(Consumer<List<RunEvent>> change) {
    List<Run> runs = store.runs(new RunFilter(Optional.empty(), Optional.empty(), RunFilter.MAX_LIMIT));
    List<RunId> known = runs.stream().map(Run::id).toList();
    List<RunEvent> events = store.eventsAfter(0, 100_000).stream()
        .filter(event -> known.contains(event.runId())).collect(Collectors.toCollection(ArrayList::new));
    change.accept(events);
    return ExactlyOnceCheck.check(new History(known, events, List.of(), List.of(),
        runs.stream().map(run -> RunRow.of(RunDetail.of(run, store.ops(run.id()), List.of()))).toList()),
        new Expectation(true, 1)).violations();
  }
}
