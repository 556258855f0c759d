package dev.sluice.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.inmemory.InMemoryScheduleStore;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Run;
import dev.sluice.core.schedule.ScheduledRuns;
import dev.sluice.core.schedule.Scheduler;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduledLoadTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T09:03:20Z"));
  private final RunStore runs = new InMemoryRunStore(clock);

  private Scheduler scheduler() {
    JobRegistry jobs = JobRegistry.of(List.of(new Fast(clock), new Slow(clock)));
    RunDesk desk = new RunDesk(jobs, new RunPlanner(clock, new Random(1), new Payloads(1 << 16), 3),
        InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 10));
    return new Scheduler(new InMemoryScheduleStore(runs, clock), new ScheduledRuns(desk), jobs.schedules(), tasks -> { },
        PublishWindow.CLOSED, PlatformListener.NONE, Faults.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "slow"})
  void anHourHasExactlySixRunsOfEach(String job) {
    Scheduler scheduler = scheduler();
    scheduler.look();
    Instant end = clock.instant().plus(Duration.ofHours(1));
    while (clock.instant().isBefore(end)) {
      clock.advance(Duration.ofMillis(500));
      scheduler.look();
    }
    List<Run> started = runs.runs(new RunFilter(Optional.of(job), Optional.empty(), 100));
    assertThat(started).extracting(run -> run.tags().get(ScheduledRuns.TICK_TAG)).containsExactly("2026-11-21T10:00:00Z",
        "2026-11-21T09:50:00Z", "2026-11-21T09:40:00Z", "2026-11-21T09:30:00Z", "2026-11-21T09:20:00Z", "2026-11-21T09:10:00Z");
  }
}
