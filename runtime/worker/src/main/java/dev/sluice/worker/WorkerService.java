package dev.sluice.worker;

import dev.sluice.adapters.ecs.EcsTaskAgent;
import dev.sluice.adapters.ecs.EcsTaskMetadata;
import dev.sluice.adapters.http.Health;
import dev.sluice.adapters.http.HealthEndpoints;
import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.postgres.Database;
import dev.sluice.adapters.s3.S3PayloadStore;
import dev.sluice.adapters.service.RunningService;
import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.queue.UnknownQueueException;
import dev.sluice.core.scaling.WorkerId;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker on the real adapters, with its health endpoints. */
final class WorkerService implements RunningService {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerService.class);

  private final Worker worker;
  private final Database database;
  private final SqsQueues queues;
  private final Optional<S3PayloadStore> payloadStore;
  private final Optional<ScaleInProtection> protection;
  private final HttpService http;
  private final Duration drainTimeout;

  private WorkerService(
      Worker worker, Database database, SqsQueues queues, Optional<S3PayloadStore> payloadStore,
      Optional<ScaleInProtection> protection, Settings settings) {
    this.worker = worker;
    this.protection = protection;
    this.database = database;
    this.queues = queues;
    this.payloadStore = payloadStore;
    this.drainTimeout = settings.duration(Setting.DRAIN_TIMEOUT);
    this.http = HealthEndpoints.addTo(
        new HttpService(settings.text(Setting.HTTP_HOST), settings.integer(Setting.HTTP_PORT)), this::alive, this::ready);
  }

  static WorkerService start(Settings settings, Faults faults) {
    Random random = new Random();
    // What takes longest is made side by side: the clients of AWS, the first connection, the jobs, and word of the own task.
    CompletableFuture<String> findingInstance = CompletableFuture.supplyAsync(() -> instance(System.getenv()));
    CompletableFuture<SqsQueues> openingQueues = CompletableFuture.supplyAsync(() -> SqsQueues.open(settings));
    CompletableFuture<Optional<S3PayloadStore>> openingPayloadStore =
        CompletableFuture.supplyAsync(() -> S3PayloadStore.open(settings, InstantSource.system()));
    Database database = Database.open(settings);
    CompletableFuture<Void> tables = CompletableFuture.runAsync(database::refuseNewerTables);
    JobRegistry jobs = JobRegistry.discover();
    WorkerOptions options = WorkerOptions.from(
        settings, WorkerId.next(settings.text(Setting.WORKER_POOL), resultOf(findingInstance), random).toString());
    SqsQueues queues = resultOf(openingQueues);
    Optional<S3PayloadStore> payloadStore = resultOf(openingPayloadStore);
    checkQueues(options, queues.queues());
    WorkerLog log = new WorkerLog();
    Optional<ScaleInProtection> protection =
        EcsTaskAgent.find(System.getenv()).map(agent -> new ScaleInProtection(agent, InstantSource.system(), log));
    Worker worker = new Worker(
        new WorkerParts(database.runStore(), queues.queues(), jobs, payloads(settings, payloadStore),
            protection.map(busy -> PlatformListener.all(List.of(log, busy))).orElse(log), faults, InstantSource.system(), random,
            Pause.REAL),
        options);
    WorkerService service = new WorkerService(worker, database, queues, payloadStore, protection, settings);
    service.http.start();
    resultOf(tables);
    worker.start();
    protection.ifPresent(busy -> busy.watch(worker::inHand));
    LOG.info("worker {} serves {} with {} slots and knows the jobs {}; health on port {}",
        options.id(), options.queues(), options.slots(), jobs.names().stream().sorted().toList(), service.http.port());
    return service;
  }

  private static String instance(Map<String, String> environment) {
    return EcsTaskMetadata.taskId(environment).orElseGet(() -> environment.getOrDefault("HOSTNAME", "local"));
  }

  private static Payloads payloads(Settings settings, Optional<S3PayloadStore> store) {
    return new Payloads(settings.bytes(Setting.PAYLOAD_INLINE_LIMIT), settings.bytes(Setting.MAX_PAYLOAD_SIZE),
        settings.bytes(Setting.COMPRESS_FROM), store.map(opened -> opened));
  }

  /** Waits for what is made on another thread; a failure is thrown as if it had been made on this one. */
  private static <T extends @Nullable Object> T resultOf(CompletableFuture<T> made) {
    try {
      return made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException refusal ? refusal : e;
    }
  }

  private static void checkQueues(WorkerOptions options, QueueMap queues) {
    List<String> problems = options.queues().stream()
        .filter(queue -> !queues.work().containsKey(queue) || !queues.deadLetter().containsKey(queue))
        .map(queue -> new UnknownQueueException(queue, queues.names()))
        .map(unknown -> Setting.WORKER_QUEUES.key() + ": " + unknown.getMessage())
        .toList();
    if (!problems.isEmpty()) {
      throw new UnusableSettingsException(problems);
    }
  }

  /** A lost database is no reason to start this process again, which would end the ops that it runs: it goes on once the database is back. */
  private Health alive() {
    return Health.healthy()
        .and("state", worker.state() != WorkerState.STOPPED, worker.state().name(), worker.state().name())
        .and("loops", worker.stuck().isEmpty(), "turning", "stuck: " + worker.stuck())
        .note("database", database.isReachable(), "reachable", "lost");
  }

  private Health ready() {
    return Health.healthy()
        .and("state", worker.isReady(), worker.state().name(), "not polling, " + worker.state())
        .and("database", database.isReachable(), "reachable", "lost");
  }

  @Override
  public void drain() {
    protection.ifPresent(ScaleInProtection::close);
    if (!worker.drain(drainTimeout)) {
      LOG.warn("ops that did not finish within {} were handed over", drainTimeout);
    }
    worker.close();
    http.close();
    queues.close();
    payloadStore.ifPresent(S3PayloadStore::close);
    database.close();
  }
}
