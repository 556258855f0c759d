package dev.sluice.tests.benchmark;

import dev.sluice.contract.Setting;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.submit.RunOrder;
import dev.sluice.core.time.Pause;
import dev.sluice.localstack.ecs.ClassArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What one worker costs as a process: how long until its first result, and how much memory, idle and with all of 32 slots busy. */
final class WorkerFootprint implements Scenario {
  private static final RunOrder ORDER = RunOrder.of("no-op", "{}");
  private static final int SLOTS = 32;
  private static final int BATCH = 500;
  private static final String JDK_ARCHIVE =
      "-XX:SharedArchiveFile=" + Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Duration idle;
  private final int runs;
  private int number;

  /**
   * Makes the scenario.
   *
   * @param idle time after the first result before the memory is read
   * @param runs of the load
   */
  WorkerFootprint(Duration idle, int runs) {
    this.idle = idle;
    this.runs = runs;
  }

  @Override
  public String name() {
    return "worker";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    Images images = Images.find();
    List<Double> plainStarts = new ArrayList<>();
    List<Double> starts = new ArrayList<>();
    List<Double> efforts = new ArrayList<>();
    List<Double> idles = new ArrayList<>();
    List<Double> busies = new ArrayList<>();
    List<Double> afters = new ArrayList<>();
    archive(stand, images);
    for (int round = 0; round < rounds; round++) {
      try (Platform platform = platform(stand)) {
        start(platform, images, List.of(JDK_ARCHIVE), plainStarts).close();
      }
      try (Platform platform = platform(stand); ServiceProcess worker = start(platform, images, List.of(), starts)) {
        efforts.add(worker.processorSeconds());
        Pause.REAL.pause(idle);
        idles.add(worker.resident());
        load(platform);
        busies.add(worker.mostResident());
        Pause.REAL.pause(idle);
        afters.add(worker.resident());
      }
    }
    return List.of(
        new Figure("start of a worker to its first result, without the archive of classes", "s", plainStarts),
        new Figure("start of a worker to its first result", "s", starts),
        new Figure("processor time of that", "s", efforts),
        new Figure("resident memory of an idle worker", "MiB", idles),
        new Figure("most resident memory of a worker while its " + SLOTS + " slots drain " + runs + " runs", "MiB", busies),
        new Figure("resident memory of a worker after that", "MiB", afters));
  }

  /** Queues of its own for each worker: the poll of one that has just ended may take the next one's message with it. */
  private Platform platform(Stand stand) throws Exception {
    return new Platform(stand, "footprint_" + number++, Platform.WINDOW.size(), JobRegistry.discover());
  }

  /** What the first {@code ./sluice up} does. */
  private void archive(Stand stand, Images images) throws Exception {
    ClassArchive archive = ClassArchive.ofWorkers(images.folder());
    archive.prepare();
    if (!archive.isCurrent()) {
      try (Platform platform = platform(stand); ServiceProcess worker = start(platform, images, List.of(), new ArrayList<>())) {
        archive.makeFrom(worker.pid());
      }
    }
  }

  /** Starts a worker for which a run waits, and adds the seconds until that has ended. */
  private static ServiceProcess start(Platform platform, Images images, List<String> options, List<Double> seconds) throws Exception {
    Map<String, String> settings = platform.settings();
    settings.put(Setting.WORKER_SLOTS.key(), String.valueOf(SLOTS));
    RunId waiting = platform.submitter.submit(ORDER).runId();
    long begun = System.nanoTime();
    ServiceProcess worker = ServiceProcess.start(images, "worker", options, settings);
    RunStatus end = platform.await(waiting, PATIENCE).status();
    seconds.add((System.nanoTime() - begun) / 1e9);
    if (end != RunStatus.SUCCEEDED) {
      worker.close();
      throw new IllegalStateException("the first run of a worker ended " + end + "; its log is " + worker.log());
    }
    return worker;
  }

  private void load(Platform platform) throws InterruptedException {
    for (int done = 0; done < runs; done += BATCH) {
      platform.submitter.submitAll(Collections.nCopies(Math.min(BATCH, runs - done), ORDER));
    }
    while (!platform.database.runStore().backlog().isEmpty()) {
      Pause.REAL.pause(LOOK);
    }
  }
}
