package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.RunView;
import dev.sluice.core.api.ScheduleView;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.schedule.ScheduledRuns;
import dev.sluice.core.store.RunFilter;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real coordinators start the runs of a schedule, each tick once. */
class SchedulesTest {
  @TempDir private Path images;

  private static ScheduleView schedule(Cloud cloud, String name) {
    return cloud.coordinator.schedules().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<RunView> beats(Cloud cloud) {
    return cloud.coordinator.runs(new RunFilter(Optional.of("heartbeat"), Optional.empty(), RunFilter.MAX_LIMIT));
  }

  @Test
  void eachTickOfARealScheduleIsOneRunThatSucceeds() throws IOException, InterruptedException {
    Map<String, String> stack = Map.of(
        "sluice:scalingInterval", "1h", "sluice:schedulesEnabled", "true", "sluice:coordinatorCount", "2");
    try (Cloud cloud = Cloud.start(stack, JobsJar.make(images))) {
      Eventually.holds("five beats", () -> beats(cloud).stream().filter(run -> run.status() == RunStatus.SUCCEEDED).count() >= 5);
      assertThat(schedule(cloud, "heartbeat.yearly").nextTick()).asString().endsWith("-12-31T23:00:00Z");

      assertThat(cloud.coordinator.pauseSchedule("heartbeat").nextTick()).isNull();
      List<Instant> ticks = new ArrayList<>();
      beats(cloud).forEach(run -> ticks.add(Instant.parse(Objects.requireNonNull(run.tags().get(ScheduledRuns.TICK_TAG)))));
      ticks.sort(Comparator.naturalOrder());
      for (int i = 1; i < ticks.size(); i++) {
        assertThat(Duration.between(ticks.get(i - 1), ticks.get(i))).isEqualTo(Duration.ofSeconds(2));
      }
      assertThat(schedule(cloud, "heartbeat").lastTick()).isEqualTo(ticks.get(ticks.size() - 1));

      cloud.coordinator.triggerSchedule("heartbeat");
      assertThat(beats(cloud)).hasSize(ticks.size() + 1);
      cloud.coordinator.resumeSchedule("heartbeat");
      Eventually.holds("it beats again", () -> beats(cloud).size() > ticks.size() + 1);
      cloud.coordinator.pauseSchedule("heartbeat");
      Eventually.holds("all have ended", () -> beats(cloud).stream().allMatch(run -> run.status() == RunStatus.SUCCEEDED));
      assertThat(ExactlyOnceCheck.check(HistoryExport.ofEverything(cloud.coordinator)).violations()).isEmpty();
    }
  }
}
