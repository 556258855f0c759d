package dev.sluice.coordinator;

import dev.sluice.adapters.http.Health;
import dev.sluice.adapters.http.HealthEndpoints;
import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.service.RunningService;
import dev.sluice.coordinator.api.CoordinatorApi;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.payload.PayloadCollection;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.schedule.ScheduledRuns;
import dev.sluice.core.schedule.Scheduler;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.submit.RunWaiter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The parts of a coordinator, put together: API, dispatcher and what they share. Safe for any thread. */
final class Coordinator implements RunningService {
  private static final int REQUEST_THREADS = 32;
  private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofMinutes(10);
  /** Each round lists the whole store, which S3 bills by the thousand. */
  private static final Duration COLLECTION_INTERVAL = Duration.ofHours(1);
  /**
   * Time between two questions to ECS, unless the dispatch interval is longer; where more workers may be gone, the next follows at once. An
   * account has 20 calls a second for all that reads its tasks and services.
   */
  private static final Duration INSTANCE_INTERVAL = Duration.ofSeconds(1);
  /** Runs that one transaction forgets. */
  private static final int FORGOTTEN_AT_ONCE = 1_000;
  /** Longer than a pass may take even where a queue lets each of its sends time out. */
  private static final Duration LONGEST_PASS = Duration.ofSeconds(60);
  /** Of what may take minutes while all is well: a sweep of a long dead-letter queue, or sinks that users wrote. */
  private static final Duration LONGEST_CHORE = Duration.ofMinutes(10);

  private final HttpService http;
  private final Dispatcher dispatcher;
  private final Dispatcher relay;
  /** Looks after the dead-letter queues, whose sweeps must not hold up the dispatcher. */
  private final Dispatcher undertaker;
  /** Starts the runs of schedules. */
  private final Dispatcher schedules;
  /** These and those that nobody wakes, in the order in which they are started and closed. */
  private final List<Dispatcher> dispatchers;
  private final RunWaiter waiter;
  private final PublishLane lane;
  private final Platform platform;
  private volatile boolean draining;

  /** What its dispatchers have in common. */
  private record Dispatchers(RandomGenerator random, InstantSource clock, PlatformListener listener) {
    Dispatcher of(String name, BooleanSupplier pass, Duration interval, Duration longest) {
      return new Dispatcher(name, pass, new DispatchPace(interval, random), longest, clock, listener);
    }
  }

  Coordinator(CoordinatorOptions options, JobRegistry jobs, Platform platform, PlatformListener listener, Faults faults) {
    this.platform = platform;
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    Publisher publisher = new Publisher(platform.store(), platform.queues(), listener, faults);
    DispatchPass pass =
        new DispatchPass(platform.store(), publisher, platform.queues().names(), options.window(), listener, faults);
    Dispatchers loops = new Dispatchers(random, platform.clock(), listener);
    this.dispatcher = loops.of("dispatch", pass::run, options.dispatchInterval(), LONGEST_PASS);
    DeadLetterPass letters = new DeadLetterPass(platform.store(), platform.queues(), platform.clock(), listener, faults);
    this.undertaker = loops.of("dead letters", letters::run, options.dispatchInterval(), LONGEST_CHORE);
    OutboxRelay outbox = OutboxRelay.discover(platform.outbox(), platform.sinks(), platform.clock(), listener);
    this.relay = loops.of("outbox", outbox::run, options.dispatchInterval(), LONGEST_CHORE);
    this.lane = new PublishLane(platform.store(), publisher, dispatcher::wake, listener);
    this.waiter = new RunWaiter(platform.store());
    Payloads payloads = new Payloads(options.inlineLimit(), options.maxPayloadSize(), options.compressFrom(), platform.payloads());
    RunPlanner planner = new RunPlanner(platform.clock(), random, payloads, options.defaultMaxAttempts());
    RunDesk desk = new RunDesk(jobs, planner, platform.queues());
    RunSubmitter submitter = new RunSubmitter(
        desk, platform.store(), lane::publish, options.window(), listener, faults);
    Scheduler scheduler = new Scheduler(platform.schedules(), new ScheduledRuns(desk), jobs.schedules(), lane::publish,
        options.window(), listener, faults);
    this.schedules = loops.of(
        "schedules", () -> turn(scheduler, options.schedulesEnabled()), options.dispatchInterval(), LONGEST_CHORE);
    Dispatcher housekeeping = loops.of("housekeeping",
        () -> platform.store().forget(options.runRetention(), FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE, HOUSEKEEPING_INTERVAL, LONGEST_CHORE);
    // Deletes payloads that nobody needs; there is none without a payload store.
    Optional<Dispatcher> collection = platform.payloads()
        .map(store -> new PayloadCollection(store, platform.references(), options.payloadGrace(), platform.clock()))
        .map(collect -> loops.of("payload collection", collect::step, COLLECTION_INTERVAL, LONGEST_CHORE));
    Optional<Dispatcher> instances = platform.instances()
        .map(watch -> new InstancePass(platform.store(), watch, dispatcher::wake, listener))
        .map(look -> loops.of("instances", look::run, longer(options.dispatchInterval(), INSTANCE_INTERVAL), LONGEST_PASS));
    this.dispatchers = Stream.concat(Stream.of(dispatcher, relay, schedules, undertaker, housekeeping),
        Stream.of(collection, instances).flatMap(Optional::stream)).toList();
    this.http = new HttpService(options.host(), options.port()).threads(REQUEST_THREADS).maxRequestSize(options.maxRequestSize());
    CoordinatorApi.addTo(http, jobs, platform.store(), payloads, submitter, waiter, this::wake, outbox::show, platform.outbox(),
        scheduler);
    HealthEndpoints.addTo(http, this::alive, this::ready);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Listens first, so that a taken port is told before anything has begun. */
  Coordinator start() {
    http.start();
    dispatchers.forEach(Dispatcher::start);
    return this;
  }

  /** Returns the API's address on this machine. */
  URI uri() {
    return http.uri();
  }

  /** Lists what it answers. */
  List<String> routes() {
    return http.routes();
  }

  private void wake() {
    dispatcher.wake();
    schedules.wake();
    relay.wake();
    undertaker.wake();
  }

  /** Schedules that are switched off are listed and can be triggered all the same. */
  private static boolean turn(Scheduler scheduler, boolean isEnabled) {
    if (isEnabled) {
      return scheduler.look();
    }
    scheduler.define();
    return false;
  }

  private Health alive() {
    return alive(platform.databaseAnswers().getAsBoolean());
  }

  /** A lost database is no reason to start this process again: it goes on by itself once the database is back. */
  private Health alive(boolean answers) {
    List<String> stuck = dispatchers.stream().filter(loop -> !loop.isTurning()).map(Dispatcher::name).toList();
    return Health.healthy()
        .and("dispatcher", stuck.isEmpty(), "turns", "is stuck: " + String.join(", ", stuck))
        .note("database", answers, "answers", "does not answer");
  }

  private Health ready() {
    boolean answers = platform.databaseAnswers().getAsBoolean();
    return alive(answers).and("database", answers, "answers", "does not answer").and("coordinator", !draining, "takes requests", "is stopping");
  }

  /** Ends waiting callers with what is known, finishes requests and the dispatcher's look, sends what waits. */
  @Override
  public void drain() {
    draining = true;
    waiter.close();
    http.close();
    dispatchers.forEach(Dispatcher::close);
    lane.close();
  }
}
