package dev.sluice.tests.conformance.schedule;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.inmemory.InMemoryScheduleStore;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;

class InMemoryScheduleStoreTest implements ScheduleConformance {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final RunStore runs = new InMemoryRunStore(clock);
  private final ScheduleStore schedules = new InMemoryScheduleStore(runs, clock);

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  @Override
  public RunStore runs() {
    return runs;
  }

  @Override
  public void advance(Duration duration) {
    clock.advance(duration);
  }
}
