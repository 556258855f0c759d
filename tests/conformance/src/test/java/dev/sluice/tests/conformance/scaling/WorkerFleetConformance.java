package dev.sluice.tests.conformance.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.InstanceProtection;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link WorkerFleet} promises, whatever runs its workers. */
abstract class WorkerFleetConformance {
  static final WorkerRange RANGE = new WorkerRange(1, 4);
  private static final Duration LENGTH = Duration.ofMinutes(5);

  /** Makes a pool that may have {@link #RANGE} workers and is asked for so many. */
  abstract WorkerFleet open(int workers);

  /** Returns the protections of the instances that run, the oldest first. */
  abstract List<InstanceProtection> instances(WorkerFleet fleet);

  @Test
  void aNewPoolWantsWhatItWasMadeWith() {
    assertThat(open(2).size().desired()).isEqualTo(2);
  }

  @Test
  void aPoolThatIsScaledWantsTheNewSize() {
    WorkerFleet fleet = open(2);
    fleet.scaleTo(RANGE.max());
    assertThat(fleet.size().desired()).isEqualTo(4);
    fleet.scaleTo(RANGE.min());
    assertThat(fleet.size().desired()).isEqualTo(1);
  }

  @Test
  void theWorkersThatRunFollow() throws InterruptedException {
    WorkerFleet fleet = open(2);
    awaitRunning(fleet, 2);
    fleet.scaleTo(3);
    awaitRunning(fleet, 3);
    fleet.scaleTo(1);
    awaitRunning(fleet, 1);
  }

  @Test
  void aSizeOutOfRangeIsRefusedAndChangesNothing() {
    WorkerFleet fleet = open(2);
    assertThatThrownBy(() -> fleet.scaleTo(5)).isInstanceOf(IllegalArgumentException.class).hasMessage("workers must be 1 to 4, got 5");
    assertThatThrownBy(() -> fleet.scaleTo(0)).isInstanceOf(IllegalArgumentException.class).hasMessage("workers must be 1 to 4, got 0");
    assertThat(fleet.size().desired()).isEqualTo(2);
  }

  @Test
  void aProtectedInstanceStaysWhereAnyOtherOneGoes() throws InterruptedException {
    for (int busy = 0; busy < 2; busy++) {
      WorkerFleet fleet = open(2);
      awaitRunning(fleet, 2);
      List<InstanceProtection> both = instances(fleet);
      both.get(busy).protect(LENGTH);
      fleet.scaleTo(1);
      awaitRunning(fleet, 1);
      assertThat(instances(fleet)).containsExactly(both.get(busy));
    }
  }

  @Test
  void aPoolOfProtectedInstancesShrinksAsTheyBecomeIdle() throws InterruptedException {
    WorkerFleet fleet = open(2);
    awaitRunning(fleet, 2);
    List<InstanceProtection> both = instances(fleet);
    both.forEach(instance -> instance.protect(LENGTH));
    fleet.scaleTo(1);
    assertThat(fleet.size()).isEqualTo(new FleetSize(1, 2));

    both.get(0).unprotect();
    awaitRunning(fleet, 1);
    assertThat(instances(fleet)).containsExactly(both.get(1));
  }

  @Test
  void anInstanceThatIsNotProtectedMayBeUnprotected() throws InterruptedException {
    WorkerFleet fleet = open(2);
    awaitRunning(fleet, 2);
    instances(fleet).get(0).unprotect();
    assertThat(fleet.size()).isEqualTo(new FleetSize(2, 2));
  }

  /** Workers are other processes: how many run is asked again until it fits. */
  private static void awaitRunning(WorkerFleet fleet, int workers) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
    while (fleet.size().running() != workers && Instant.now().isBefore(deadline)) {
      Pause.REAL.pause(Duration.ofMillis(20));
    }
    assertThat(fleet.size()).isEqualTo(new FleetSize(workers, workers));
  }
}
