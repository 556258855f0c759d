package dev.sluice.testing;

import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.OpDefinition;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All workers of a test in its one thread, with as many slots as anybody wants. Code runs at the moment at which its attempt starts; what
 * the script lets take time is committed when that has passed, while other ops start. When nothing is ready the clock moves on to whatever
 * comes next.
 */
final class OneThread {
  static final String WORKER = "test";
  /** Far more than a test is likely to mean: a run that needs more never ends. */
  private static final int MOST_ATTEMPTS = 200_000;
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** What has been run and is committed later. */
  private record Flight(Instant lands, int number, Attempt attempt) {}

  private final RunStore store;
  private final VirtualClock clock;
  private final Script script;
  private final JobRegistry jobs;
  private final OpRunner runner;
  private final VirtualAlarm alarm;
  private final RunningAttempt running;
  private final MissingDatabase missing;
  private final RandomGenerator jitter;
  private final Changes changes;
  private final Signals signals;
  private final SubJobs subJobs;
  private final Map<IdempotencyKey, Instant> subJobsUntil = new HashMap<>();
  private final SortedSet<String> queues = new TreeSet<>();
  private final StartedAttempts started = new StartedAttempts();
  private int flown;
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparing(Flight::lands).thenComparing(Flight::number));

  OneThread(World.Parts parts, Signals signals, SubJobs subJobs, OpRunner runner, VirtualAlarm alarm, RunningAttempt running,
      RandomGenerator jitter) {
    this.store = parts.store();
    this.clock = parts.clock();
    this.script = parts.script();
    this.jobs = parts.jobs();
    this.missing = parts.missing();
    this.runner = runner;
    this.alarm = alarm;
    this.running = running;
    this.jitter = jitter;
    this.changes = new Changes(store);
    this.signals = signals;
    this.subJobs = subJobs;
    jobs.names().forEach(name -> jobs.job(name).ops().forEach(op -> queues.add(op.queue())));
  }

  /** Works until every run has ended, or waits for something that time does not bring. */
  void work() {
    while (land() || startNext() || signals.give() || moveOn()) {
      if (started.count() > MOST_ATTEMPTS) {
        throw new IllegalStateException("more than " + MOST_ATTEMPTS + " attempts: does a job start itself?");
      }
    }
  }

  /** The attempts that were started, those of all runs. */
  StartedAttempts started() {
    return started;
  }

  private boolean land() {
    Flight next = flights.peek();
    if (next == null || next.lands().isAfter(clock.instant())) {
      return false;
    }
    flights.remove();
    store.commit(WORKER, List.of(next.attempt()), List.of(), PublishWindow.CLOSED);
    return true;
  }

  /** One op at a time, so that whatever it frees is weighed against the rest before the next one starts. */
  private boolean startNext() {
    return startNextOf(queues) || startNextOf(otherQueues());
  }

  /** What a run gets only while it goes on may be on a queue that its job does not begin with. */
  private Set<String> otherQueues() {
    Set<String> others = store.backlog().stream().map(QueueBacklog::queue).collect(Collectors.toCollection(TreeSet::new));
    others.removeAll(queues);
    queues.addAll(others);
    return others;
  }

  private boolean startNextOf(Collection<String> among) {
    for (String queue : among) {
      List<Lease> leases = store.claim(new Claim(WORKER, queue, 1, PlatformDefaults.LEASE), List.of()).leases();
      if (!leases.isEmpty()) {
        leases.forEach(this::start);
        return true;
      }
    }
    return false;
  }

  private void start(Lease lease) {
    OpDefinition op = jobs.job(lease.jobName()).op(lease.key().opKey());
    LeaseToken attempt = SubJobs.goesOn(op, lease) ? started.goOn(lease.key()) : started.begin(lease.key());
    boolean doomed = script.of(Script.LosesWorker.class, attempt).isPresent();
    Duration takes = script.of(Script.Takes.class, attempt).map(Script.Takes::time).orElse(Duration.ZERO);
    Duration expected = script.of(Script.TimesOut.class, attempt).isPresent() ? FOREVER : takes;
    AttemptSignal signal = new AttemptSignal();
    running.begin(attempt, signal);
    alarm.expect(expected);
    Lease run = subJobs.ended(op, lease, attempt, expected);
    Optional<ExecutionResult> result = runner.run(run, signal, new TestDesk(store, lease.token(), doomed));
    missing.refuse(lease.key().opKey());
    if (doomed) {
      return; // its lease runs out
    }
    Duration took = signal.reason().isPresent() && alarm.struck().isEmpty() ? Duration.ZERO
        : alarm.struck().or(() -> SubJobs.struck(op, expected)).orElse(takes);
    result.ifPresent(made -> {
      Attempt end = new Attempt(lease.token(), made, pauseAfter(lease, made), false);
      flights.add(new Flight(landing(lease.key(), made, took), flown++, end));
    });
    if (script.of(Script.CallsOff.class, attempt).isPresent()) {
      landEarly();
    }
  }

  /** The time that the script lets a sub-job take begins as it starts, and bounds when what it has yielded is taken. */
  private Instant landing(IdempotencyKey op, ExecutionResult result, Duration took) {
    Instant now = clock.instant();
    if (result instanceof ExecutionResult.Suspended) {
      subJobsUntil.put(op, now.plus(took));
      return now;
    }
    Instant until = Optional.ofNullable(subJobsUntil.remove(op)).orElseGet(() -> now.plus(took));
    return until.isBefore(now) ? now : until;
  }

  /** The attempts under way of a run that is called off, and of those below it, are told and end at once. */
  private void landEarly() {
    Set<LeaseToken> canceled = store.heartbeat(WORKER, held(), PlatformDefaults.LEASE).canceled();
    List<Flight> told = flights.stream().filter(flight -> canceled.contains(flight.attempt().token())).toList();
    flights.removeAll(told);
    told.forEach(flight -> flights.add(new Flight(clock.instant(), flight.number(), flight.attempt())));
  }

  private List<LeaseToken> held() {
    return flights.stream().map(flight -> flight.attempt().token()).toList();
  }

  private Optional<Duration> pauseAfter(Lease lease, ExecutionResult result) {
    if (!(result instanceof ExecutionResult.Failure failure) || !failure.retryable()) {
      return Optional.empty();
    }
    Retry retry = jobs.job(lease.jobName()).op(lease.key().opKey()).retry().orElse(PlatformDefaults.RETRY);
    int attemptsLeft = lease.maxAttempts() - lease.attempt();
    return Optional.of(retry.pauseAfter(Math.max(1, retry.maxAttempts() - attemptsLeft), jitter));
  }

  /** Moves the clock to whatever happens next and has the store see to it; false if nothing will. */
  private boolean moveOn() {
    List<LeaseToken> held = held();
    Instant now = clock.instant();
    Optional<Instant> next = Stream.concat(changes.next(held).stream(), signals.next().stream()).min(Comparator.naturalOrder());
    if (!flights.isEmpty() && next.filter(flights.element().lands()::isAfter).isEmpty()) {
      next = Optional.of(flights.element().lands());
    }
    if (next.isEmpty()) {
      return false;
    }
    Duration pause = next.get().isAfter(now) ? Duration.between(now, next.get()) : Duration.ZERO;
    store.heartbeat(WORKER, held, pause.plus(PlatformDefaults.LEASE));
    clock.advance(pause);
    boolean recovered = store.recover(Integer.MAX_VALUE).total() > 0;
    if (recovered) {
      landEarly(); // a sub-job's time may have been up
    }
    return recovered || !pause.isZero();
  }
}
