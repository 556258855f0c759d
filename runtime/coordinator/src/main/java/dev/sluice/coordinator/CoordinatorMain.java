package dev.sluice.coordinator;

import dev.sluice.adapters.ecs.EcsInstances;
import dev.sluice.adapters.postgres.Database;
import dev.sluice.adapters.s3.S3PayloadStore;
import dev.sluice.adapters.service.RunningService;
import dev.sluice.adapters.service.ServiceMain;
import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.JobRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a coordinator as a service. */
public final class CoordinatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorMain.class);

  private CoordinatorMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] arguments) {
    run(arguments, Faults.NONE);
  }

  /** Does what {@link #main} does, and dies where it is told to: how the crash suite runs a real coordinator. */
  public static void run(String[] arguments, Faults faults) {
    ServiceMain.run(ServiceKind.COORDINATOR, arguments, settings -> start(settings, faults));
  }

  static RunningService start(Settings settings, Faults faults) {
    JobRegistry jobs = JobRegistry.discover();
    Database database = Database.open(settings);
    SqsQueues queues = SqsQueues.open(settings);
    Optional<S3PayloadStore> payloads = S3PayloadStore.open(settings, InstantSource.system());
    Optional<EcsInstances> instances = EcsInstances.open(settings);
    try {
      database.migrate();
      Platform platform = new Platform(database.runStore(), database.schedules(), database.outbox(),
          List.of(queues.outbox(settings.map(Setting.OUTBOX_QUEUE_URLS))), payloads.map(store -> store), database.payloadReferences(),
          queues.queues(), instances.map(watch -> watch), InstantSource.system(), database::isReachable);
      Coordinator coordinator =
          new Coordinator(CoordinatorOptions.of(settings), jobs, platform, new CoordinatorLog(), faults).start();
      LOG.info("API at {}, jobs {}, queues {}", coordinator.uri(), jobs.names(), queues.queues().names());
      return () -> {
        coordinator.drain();
        close(database, queues, payloads, instances);
      };
    } catch (RuntimeException e) {
      close(database, queues, payloads, instances);
      throw e;
    }
  }

  private static void close(
      Database database, SqsQueues queues, Optional<S3PayloadStore> payloads, Optional<EcsInstances> instances) {
    instances.ifPresent(EcsInstances::close);
    payloads.ifPresent(S3PayloadStore::close);
    queues.close();
    database.close();
  }
}
