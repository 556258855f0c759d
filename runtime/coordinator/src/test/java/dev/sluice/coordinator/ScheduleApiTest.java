package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.RunView;
import dev.sluice.core.api.ScheduleView;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.schedule.MissedTicks;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A coordinator that starts a job at half past two in Berlin, from midnight UTC on. */
@Timeout(60)
class ScheduleApiTest {
  private static final Instant TICK = Instant.parse("2026-11-21T01:30:00Z");

  private final BlockingQueue<Firing> firings = new LinkedBlockingQueue<>();
  private final TestStack stack = stack(true);

  private TestStack stack(boolean schedulesEnabled) {
    PlatformListener listener = new PlatformListener() {
      @Override
      public void fired(String schedule, Firing firing) {
        firings.add(firing);
      }
    };
    return new TestStack(false, JobRegistry.of(List.of(new Nightly())), schedulesEnabled, listener);
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private ScheduleView nightly() {
    return stack.client.schedules().get(0);
  }

  @Test
  void aTickStartsARunWithTheSchedulesInput() throws Exception {
    assertThat(firings.take().next()).isEqualTo(TICK);
    assertThat(nightly()).usingRecursiveComparison().ignoringFields("input").isEqualTo(new ScheduleView(
        "nightly", "nightly", "30 2 * * *", "Europe/Berlin", MissedTicks.RUN_ONCE, null, true, false, TICK, null, null, null));
    stack.clock.advance(Duration.ofMinutes(90));
    assertThat(firings.take()).isEqualTo(new Firing(List.of(TICK), false, TICK.plus(Duration.ofDays(1))));
    assertThat(nightly().lastTick()).isEqualTo(TICK);
    assertThat(nightly().nextTick()).isEqualTo(TICK.plus(Duration.ofDays(1)));
    assertThat(nightly().lastRunAt()).isEqualTo(TICK);
    RunView run = stack.client.run(Objects.requireNonNull(nightly().lastRun())).run();
    assertThat(run.job()).isEqualTo("nightly");
    assertThat(run.input()).hasToString("{\"folder\":\"docs\"}");
    assertThat(run.tags()).isEqualTo(Map.of("schedule", "nightly", "tick", TICK.toString()));
    assertThat(run.idempotencyKey()).isEqualTo("schedule/nightly@" + TICK);
    stack.close();
    assertThat(TestStack.messages(stack.queues)).extracting("runId").containsExactly(run.runId().toString());
  }

  @Test
  void aPausedScheduleWaitsForItsNextTickAfterItIsResumed() throws Exception {
    firings.take();
    ScheduleView paused = stack.client.pauseSchedule("nightly");
    assertThat(paused.paused()).isTrue();
    assertThat(paused.nextTick()).isNull();
    stack.clock.advance(Duration.ofHours(3));
    assertThat(stack.client.resumeSchedule("nightly").paused()).isFalse();
    assertThat(firings.take()).as("what ticked meanwhile starts nothing").isEqualTo(new Firing(List.of(), false, TICK.plus(Duration.ofDays(1))));
    assertThat(nightly().lastRun()).isNull();
  }

  @Test
  void aTriggerStartsARunNowAndOnceAKey() throws Exception {
    firings.take();
    AcceptedRun first = stack.client.triggerSchedule("nightly");
    assertThat(first.created()).isTrue();
    assertThat(nightly().lastRun()).isEqualTo(first.runId());
    assertThat(nightly().lastTick()).isNull();
    assertThat(stack.client.run(first.runId()).run().tags()).isEqualTo(Map.of("schedule", "nightly"));
    AcceptedRun keyed = stack.client.triggerSchedule("nightly", "monday");
    assertThat(keyed.runId()).isNotEqualTo(first.runId());
    assertThat(stack.client.triggerSchedule("nightly", "monday")).isEqualTo(new AcceptedRun(keyed.runId(), false));
  }

  @Test
  void schedulesThatAreSwitchedOffAreListedAndCanBeTriggered() {
    stack.close();
    try (TestStack off = stack(false)) {
      while (off.client.schedules().isEmpty()) {
        Thread.onSpinWait(); // the coordinator is about to define them
      }
      off.clock.advance(Duration.ofHours(3));
      AcceptedRun run = off.client.triggerSchedule("nightly");
      off.coordinator.drain();
      assertThat(off.schedules.find("nightly").lastRun()).isEqualTo(run.runId());
      assertThat(off.schedules.find("nightly").nextTick()).as("nobody has looked at it").isNull();
    }
  }

  @Test
  void anUnknownScheduleIsRefused() {
    assertThatThrownBy(() -> stack.client.pauseSchedule("weekly")).isInstanceOfSatisfying(ApiException.class, e -> {
      assertThat(e.code()).isEqualTo("unknown-schedule");
      assertThat(e.problem().status()).isEqualTo(404);
      assertThat(e.problem().detail()).contains("there is no schedule \"weekly\"");
    });
    assertThatThrownBy(() -> stack.client.resumeSchedule("weekly")).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> stack.client.triggerSchedule("weekly")).isInstanceOf(ApiException.class);
  }

  @Test
  void anEmptyBodyIsEnoughAndAnUnusableOneIsNamed() throws Exception {
    firings.take();
    assertThat(post("pause", "")).startsWith("200 ");
    assertThat(post("trigger", "")).startsWith("201 ");
    assertThat(post("trigger", "{\"idempotencyKey\":\" \"}")).startsWith("400 ").contains("expected 1 to 255 letters that are not all blank");
    assertThat(post("trigger", "{\"idempotencyKay\":\"x\"}")).startsWith("400 ").contains("idempotencyKay");
    assertThat(post("resume", "{\"when\":\"now\"}")).startsWith("400 ").contains("unusable-field");
    assertThat(post("resume", "[]")).startsWith("400 ").contains("unusable-field");
  }

  private String post(String verb, String body) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(stack.coordinator.uri().resolve("/v1/schedules/nightly/" + verb))
        .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
