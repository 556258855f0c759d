package dev.sluice.cli.demo;

import dev.sluice.cli.stack.Footprint;
import dev.sluice.cli.stack.LocalPlatform;
import dev.sluice.cli.terminal.LoadBars;
import dev.sluice.cli.terminal.Talk;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.Pause;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.scenario.Load;
import dev.sluice.simulator.scenario.LoadProgress;
import dev.sluice.simulator.scenario.MixedLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The demo's load on a platform that is up: submitted, disturbed, followed to its end and recorded. Used once, by one thread. */
final class DemoLoad {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  /** A worker dies when this share of the runs has ended: late enough to be in the middle, early enough to leave work. */
  private static final double KILL_AT = 0.25;

  /**
   * What is submitted.
   *
   * @param fast runs of the job fast
   * @param slow runs of the job slow
   * @param timeScale what their waits are multiplied by
   * @param seed decides order, waits and victim
   * @param folder whose words are counted
   */
  record Plan(int fast, int slow, double timeScale, long seed, Path folder) {}

  private final LocalPlatform platform;
  private final Plan plan;
  private final Talk talk;
  private final InstantSource clock = InstantSource.system();
  private final Sabotage sabotage;
  private Footprint footprint;
  private OptionalLong residentMemory;
  private Instant lastLook = Instant.MIN;
  private LoadProgress progress = new LoadProgress(0, Map.of());

  DemoLoad(LocalPlatform platform, Plan plan, Talk talk) {
    this.platform = platform;
    this.plan = plan;
    this.talk = talk;
    this.sabotage = new Sabotage(platform, plan.seed());
    this.footprint = platform.footprint();
    this.residentMemory = footprint.residentMemory();
  }

  /** Returns every process, address and folder that was seen. */
  Footprint footprint() {
    return footprint;
  }

  DemoRecord run() throws IOException, InterruptedException {
    CoordinatorClient client = platform.client();
    Load load = new Load(client, clock, Pause.REAL);
    // Before the load, whose workers the machine's cores belong to then.
    DirectCount directCount = DirectCount.of(plan.folder());
    RunId wordCount = load.submit(List.of(SubmitRequest.of("word-count", Map.of("folder", plan.folder().toString())))).get(0);
    load.submit(new MixedLoad("demo", plan.fast(), plan.slow(), plan.timeScale(), plan.seed()).requests());
    talk.say("submitted " + load.accepted().size() + " runs");
    boolean ended;
    try (LoadBars bars = new LoadBars(talk, clock)) {
      ended = load.awaitEnd(TIMEOUT, now -> follow(now, bars));
    }
    look();
    DemoRecord record = new DemoRecord(progress, ended, sabotage.victim(), HistoryExport.of(client, load.accepted()),
        client.result(wordCount, Duration.ZERO), directCount, residentMemory);
    platform.quickenNextStart();
    return record;
  }

  private void follow(LoadProgress now, LoadBars bars) {
    progress = now;
    bars.show(now);
    if (now.ended() >= KILL_AT * now.accepted() && sabotage.victim().isEmpty()) {
      sabotage.strike().ifPresent(line -> talk.say("  " + line));
    }
    if (!clock.instant().isBefore(lastLook.plus(BETWEEN_LOOKS))) {
      lastLook = clock.instant();
      look();
    }
  }

  private void look() {
    Footprint now = platform.footprint();
    OptionalLong memory = now.residentMemory();
    if (memory.isPresent() && memory.getAsLong() > residentMemory.orElse(0)) {
      residentMemory = memory;
    }
    footprint = footprint.and(now);
  }
}
