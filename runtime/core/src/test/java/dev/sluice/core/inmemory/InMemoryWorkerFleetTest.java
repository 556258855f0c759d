package dev.sluice.core.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.WorkerRange;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What only a clock that is ours can show; the rest is in the fleet's conformance suite. */
final class InMemoryWorkerFleetTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final InMemoryWorkerFleet fleet = new InMemoryWorkerFleet(new WorkerRange(0, 4), 2, clock);

  @Test
  void aProtectionEndsByItself() {
    fleet.instances().get(1).protect(Duration.ofMinutes(1));
    fleet.scaleTo(0);
    clock.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(fleet.size()).isEqualTo(new FleetSize(0, 1));

    clock.advance(Duration.ofNanos(1));
    assertThat(fleet.size()).isEqualTo(new FleetSize(0, 0));
  }
}
