package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.api.ApiJson;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleVerbsTest {
  private final TestCoordinator coordinator = new TestCoordinator();
  private final String url = coordinator.uri().toString();

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void listShowsTheNextTickAndTheLatestRun() throws IOException {
    assertThat(Call.of("schedule", "list", "--url", url).out()).containsPattern(
        "fast +fast +every PT10M +UTC +SKIP +2026-11-21T00:10:00Z +- +-\\n").containsPattern("slow +slow +every PT10M");
    coordinator.clock.advance(Duration.ofMinutes(10));
    coordinator.scheduler.look();
    JsonNode fast = ApiJson.mapper().readTree(Call.of("schedule", "list", "--json", "--url", url).out()).get(0);
    assertThat(fast.get("name").textValue()).isEqualTo("fast");
    assertThat(fast.get("lastTick").textValue()).isEqualTo("2026-11-21T00:10:00Z");
    assertThat(Call.of("run", "show", fast.get("lastRun").textValue(), "--url", url).out()).contains("fast");
  }

  @Test
  void pauseAndResume() {
    Call pause = Call.of("schedule", "pause", "fast", "--url", url);
    assertThat(pause.exitCode()).isEqualTo(CliExit.DONE);
    assertThat(pause.err()).contains("paused fast");
    assertThat(Call.of("schedule", "list", "--url", url).out()).containsPattern("fast +fast +every PT10M +UTC +SKIP +paused");
    assertThat(Call.of("schedule", "resume", "fast", "--url", url).err()).contains("resumed fast");
    coordinator.scheduler.look();
    assertThat(Call.of("schedule", "list", "--url", url).out()).containsPattern("fast +fast +every PT10M +UTC +SKIP +2026-11-21T00:10:00Z");
  }

  @Test
  void triggerPrintsTheRun() {
    Call call = Call.of("schedule", "trigger", "fast", "--key", "once", "--url", url);
    assertThat(call.out().strip()).matches("[0-9a-f-]{36}");
    Call again = Call.of("schedule", "trigger", "fast", "--key", "once", "--url", url);
    assertThat(again.out()).isEqualTo(call.out());
    assertThat(again.err()).contains("once had started this run before");
    assertThat(Call.of("schedule", "trigger", "fast", "--url", url).out()).isNotEqualTo(call.out());
  }

  @Test
  void anUnknownScheduleIsNamed() {
    Call call = Call.of("schedule", "trigger", "nightly", "--url", url);
    assertThat(call.exitCode()).isNotEqualTo(CliExit.DONE);
    assertThat(call.err()).contains("there is no schedule \"nightly\"");
  }
}
