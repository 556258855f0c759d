package dev.sluice.cli.terminal;

import dev.sluice.simulator.scenario.LoadProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a load is: a bar for each job where a person watches, else a line now and then. Not safe for several threads.
 */
public final class LoadBars implements AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final Talk talk;
  private final InstantSource clock;
  private final Map<String, ProgressBar> bars = new TreeMap<>();
  private Instant lastLine = Instant.MIN;

  /** Makes one; nothing is shown yet. */
  public LoadBars(Talk talk, InstantSource clock) {
    this.talk = talk;
    this.clock = clock;
  }

  public void show(LoadProgress progress) {
    if (talk.isWatched()) {
      progress.jobs().forEach((job, each) -> {
        ProgressBar bar = bars.computeIfAbsent(job, name -> bar(name, each.runs()));
        talk.barsShown(bars.size());
        bar.maxHint(each.runs());
        bar.stepTo(each.ended());
        bar.setExtraMessage(" " + (each.started() - each.ended()) + " running");
      });
    } else if (progress.isDone() || !clock.instant().isBefore(lastLine.plus(BETWEEN_LINES))) {
      lastLine = clock.instant();
      talk.say("  " + progress.ended() + " of " + progress.accepted() + " runs ended: " + progress.jobs().entrySet().stream()
          .map(job -> job.getKey() + " " + job.getValue().ended() + "/" + job.getValue().runs())
          .collect(Collectors.joining(", ")));
    }
  }

  private static ProgressBar bar(String job, int runs) {
    return new ProgressBarBuilder()
        .setTaskName(String.format("%-10s", job))
        .setInitialMax(runs)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(200)
        .continuousUpdate()
        .hideEta()
        .build();
  }

  @Override
  public void close() {
    bars.values().forEach(ProgressBar::close);
    bars.clear();
    talk.barsShown(0);
  }
}
