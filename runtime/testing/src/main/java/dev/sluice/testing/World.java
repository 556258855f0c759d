package dev.sluice.testing;

import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.time.VirtualClock;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The platform in small: the real pieces on ports in memory. For one thread. */
final class World {
  /** Gives pauses that are neither shortened nor lengthened: nextDouble() is one half. */
  private static final RandomGenerator NO_JITTER = () -> Long.MIN_VALUE;

  /** What the thread works on. */
  record Parts(InMemoryRunStore store, VirtualClock clock, JobRegistry jobs, Script script, MissingDatabase missing) {}

  private final Parts parts;
  private final OutboxStore outbox;
  private final List<OutboxMessage> messages = new ArrayList<>();
  private final Payloads payloads;
  private final RunPlanner planner;
  private final Signals signals;
  private final OneThread thread;

  /**
   * Makes a world in which nothing has happened yet.
   *
   * @param connections empty if the test has no database
   * @param seed of the jitter of pauses; empty for none
   */
  World(VirtualClock clock, Job<?, ?> job, Script script, Optional<Supplier<Connection>> connections,
      Optional<Long> seed) {
    MissingDatabase missing = new MissingDatabase();
    InMemoryRunStore store = new InMemoryRunStore(clock, connections.orElse(missing));
    this.outbox = store.outbox();
    RunningAttempt running = new RunningAttempt(store);
    JobRegistry jobs = JobRegistry.of(List.of(new ScriptedSource<>(job, script, running)));
    this.parts = new Parts(store, clock, jobs, script, missing);
    this.payloads = new Payloads(
        PlatformDefaults.PAYLOAD_INLINE_LIMIT, PlatformDefaults.MAX_PAYLOAD_SIZE, Optional.of(new InMemoryPayloadStore(clock)));
    this.planner = new RunPlanner(clock, new Random(seed.orElse(0L)), payloads, PlatformDefaults.MAX_ATTEMPTS);
    VirtualAlarm alarm = new VirtualAlarm(clock);
    this.signals = new Signals(parts, planner);
    this.thread = new OneThread(
        parts, signals, new SubJobs(script, clock, payloads), new OpRunner(jobs, payloads, planner, clock, alarm), alarm, running,
        seed.<RandomGenerator>map(Random::new).orElse(NO_JITTER));
  }

  /** Starts a run and works until it has ended, or waits for something that time does not bring. */
  <I, O> TestRun<O> run(Job<I, O> job, I input, Map<String, String> tags, @Nullable String idempotencyKey) {
    parts.script().check(parts.jobs());
    String text = Payloads.json(input, "the input of job " + job.name());
    RunId id = parts.store()
        .submit(List.of(planner.plan(parts.jobs().job(job.name()), text, tags, idempotencyKey)), PublishWindow.CLOSED)
        .submissions().get(0).runId();
    signals.giveBeforehand(parts.store().find(id).orElseThrow());
    thread.work();
    TestRun<O> run = new RunReader(parts.store(), parts.jobs(), outbox, messages, payloads, thread.started()).read(id, job.outputType());
    if (run.status() == RunStatus.SUCCEEDED || run.status() == RunStatus.FAILED) {
      parts.script().neverCame(thread.started(), succeeded()).ifPresent(what -> {
        throw new IllegalArgumentException("the script is about " + what + "\n" + run);
      });
    }
    return run;
  }

  private Set<String> succeeded() {
    return Changes.runs(parts.store()).stream().flatMap(run -> parts.store().ops(run.id()).stream())
        .filter(op -> op.state() == OpState.SUCCEEDED).map(op -> op.key().opKey()).collect(Collectors.toSet());
  }
}
