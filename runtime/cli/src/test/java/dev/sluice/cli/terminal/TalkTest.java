package dev.sluice.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.time.VirtualClock;
import dev.sluice.simulator.scenario.LoadProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TalkTest {
  private final StringWriter err = new StringWriter();
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));

  @Test
  void whereNobodyWatchesProgressIsALineNowAndThenAndOneAtTheEnd() {
    try (LoadBars bars = new LoadBars(new Talk(new PrintWriter(err), false), clock)) {
      for (int ended = 0; ended <= 10; ended++) {
        bars.show(new LoadProgress(10, Map.of("fast", new LoadProgress.JobProgress(10, 10, ended, ended))));
        clock.advance(Duration.ofSeconds(1));
      }
    }
    assertThat(err.toString().lines()).containsExactly(
        "  0 of 10 runs ended: fast 0/10",
        "  5 of 10 runs ended: fast 5/10",
        "  10 of 10 runs ended: fast 10/10");
  }

  @Test
  void aLineAboveBarsLeavesThemWhereTheyAre() {
    Talk talk = new Talk(new PrintWriter(err), true);
    talk.barsShown(2);
    talk.say("x".repeat(100));
    assertThat(err.toString()).isEqualTo("\n\u001b[3A\r\u001b[L" + "x".repeat(78) + "…\u001b[3B\r");
    talk.barsShown(0);
    talk.say("after");
    assertThat(err.toString()).endsWith("\rafter\n");
  }
}
